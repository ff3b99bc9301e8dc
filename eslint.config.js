import { builtinModules } from 'node:module';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const ALWAYS = [
  {
    selector: 'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
    message: 'No `as unknown as`: parse, or narrow by a check.',
  },
];
const ENVIRONMENT = {
  selector:
    'MemberExpression[object.name="process"][property.name="env"], MemberExpression[object.name="process"] > Literal[value="env"]',
  message: 'Only src/config.ts reads the environment: take what you need from the Config.',
};
const BARREL = {
  selector: 'ExportAllDeclaration, ExportNamedDeclaration[source]',
  message: 'No barrels but workflows/index.ts: import from where the thing is made.',
};
const LOCAL_DATES = [
  {
    selector:
      'MemberExpression > Identifier.property[name=/^([gs]et(FullYear|Year|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|TimezoneOffset)|toDateString|toTimeString|toLocale(Date|Time)?String)$/]',
    message: 'It depends on the zone of the machine: use epoch milliseconds.',
  },
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length>1]',
    message: 'It depends on the zone of the machine: use Date.UTC.',
  },
];
const CLOCK = {
  selector:
    'NewExpression[callee.name="Date"][arguments.length=0], MemberExpression[object.name="Date"] > Identifier.property[name="now"], MemberExpression[object.name="Math"] > Identifier.property[name="random"]',
  message: 'The domain gets the clock handed in.',
};
const SKIPPED = {
  selector:
    'MemberExpression[object.name=/^(it|test|describe)$/] > Identifier.property[name=/^(only|skip|todo|failing)$/], CallExpression > Identifier.callee[name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]',
  message: 'Every test runs.',
};
const syntax = (...more) => ['error', ...ALWAYS, ENVIRONMENT, BARREL, ...more];

/** What only exists in Node, or differs between machines. */
const PURE = {
  'no-restricted-imports': ['error', { paths: builtinModules, patterns: ['node:*'] }],
  'no-restricted-globals': ['error', 'Intl', 'process', 'Buffer', 'globalThis', 'fetch', 'setImmediate'],
};

export default tseslint.config(
  {
    ignores: [
      '.stryker',
      'dist/',
      'node_modules/',
      'coverage/',
      'reports/',
      'prisma/generated/',
      '.quietline/',
      '.stryker-tmp/',
    ],
  },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        globalThis: 'readonly',
        module: 'writable',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        URLSearchParams: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },
  {
    // what runs in the browser
    files: ['video/*.js'],
    languageOptions: {
      globals: {
        document: 'readonly',
        crypto: 'readonly',
        performance: 'readonly',
        addEventListener: 'readonly',
      },
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      'no-restricted-syntax': syntax(),
    },
  },
  {
    files: ['src/**/*.ts', 'workflows/**/*.ts', 'activities/**/*.ts'],
    ignores: ['src/main.ts', 'src/embedded/**', 'src/demo/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['src/domain/**/*.ts'],
    ignores: ['src/domain/calendar.ts'],
    rules: { ...PURE, 'no-restricted-syntax': syntax(...LOCAL_DATES, CLOCK) },
  },
  {
    // figures, days and durations in words: the locale and the zone are always handed in
    files: ['src/domain/wording.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  { files: ['workflows/**/*.ts'], rules: { ...PURE, 'no-restricted-syntax': syntax(...LOCAL_DATES) } },
  {
    files: ['workflows/index.ts'],
    rules: { 'no-restricted-syntax': ['error', ...ALWAYS, ENVIRONMENT, ...LOCAL_DATES] },
  },
  { files: ['test/**/*.{ts,tsx}'], rules: { 'no-restricted-syntax': ['error', ...ALWAYS, BARREL, SKIPPED] } },
  {
    // where a process begins, it reads its environment and hands it to the parser
    files: [
      'src/config.ts',
      'src/main.ts',
      'src/embedded/main.ts',
      'src/demo/main.ts',
      'stand-ins/*/main.ts',
      'bench/**/*.ts',
      'scripts/**/*.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...ALWAYS, BARREL] },
  },
);
