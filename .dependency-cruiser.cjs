// The rooms of the project and the arrows between them: they point down only, type imports included.
// domain <- workflows <- activities <- worker; domain and workflows/contract <- resources, relay; prisma <- all of floor 3.

const SPEC = '\\.spec\\.ts$';
/** Where a process or a tool begins: nothing needs to import it. */
const ENTRIES = `${SPEC}|(^|/)main\\.ts$|^workflows/index\\.ts$|^prisma\\.config\\.ts$|^scripts/|\\.d\\.ts$|^stand-ins/.*\\.mjs$|^test/support/global-|^src/embedded/exit-with-supervisor\\.ts$`;
const PACKAGES = 'node_modules/';
const BUILT_IN = { dependencyTypes: ['core'] };

/** `from` may import what lies in `to` (and packages, and Node), and nothing else of ours. */
const only = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: {
    pathNot: [PACKAGES, '^node:', ...to],
    dependencyTypesNot: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'],
  },
});

/** `from` must not import `to`. */
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    never('no-circle', 'Two modules that need each other are one, or hide a third', {}, { circular: true }),
    never('no-orphan', 'Nobody imports it and it imports nobody', { orphan: true, pathNot: ENTRIES }, {}),
    never('no-unresolved', 'It does not exist', {}, { couldNotResolve: true }),
    never(
      'no-dev-package',
      'It is not there in production',
      { path: '^(src|workflows|activities|prisma|stand-ins)/', pathNot: SPEC },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    never(
      'no-undeclared-package',
      'Declare it in package.json',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),

    only('domain-alone', 'The rules know nothing but themselves', '^src/domain/', ['^src/domain/']),
    never('domain-no-node', 'The rules run anywhere', { path: '^src/domain/' }, BUILT_IN),
    never(
      'domain-few-packages',
      'Only the schemas need zod, only the calendar its library, only messages what fills and counts texts',
      { path: '^src/domain/' },
      {
        path: PACKAGES,
        pathNot: '(^|/)node_modules/(zod|temporal-polyfill|liquidjs|split-sms|date-holidays)/',
      },
    ),
    never(
      'texts-in-one-place',
      'Only messages are filled, counted, and kept from holidays',
      { path: '^src/domain/', pathNot: '^src/domain/messages/' },
      { path: '(^|/)node_modules/(liquidjs|split-sms|date-holidays)/' },
    ),
    never(
      'calendar-in-one-place',
      'Calendar arithmetic is done in src/domain/calendar.ts alone',
      { path: '^src/domain/', pathNot: '^src/domain/calendar\\.ts$' },
      { path: '(^|/)node_modules/temporal-polyfill/' },
    ),

    only(
      'workflows-down',
      'Workflows decide by the domain, and reach others through ports of their own',
      '^workflows/',
      ['^workflows/', '^src/domain/'],
    ),
    never('workflows-no-node', 'Workflows are deterministic', { path: '^workflows/' }, BUILT_IN),
    never(
      'workflows-few-packages',
      'Every package is paid for in each cached workflow',
      { path: '^workflows/' },
      { path: PACKAGES, pathNot: '(^|/)node_modules/@temporalio/(workflow|common)/' },
    ),
    never(
      'no-calendar-in-workflows',
      'The time zone of a deadline is resolved outside and handed in as an instant',
      { path: '^workflows/' },
      { path: '(^|/)node_modules/temporal-polyfill/|^src/domain/calendar\\.ts$', reachable: true },
    ),
    never(
      'no-zod-in-workflows',
      'It costs 0.7 MB in each cached workflow',
      { path: '^workflows/' },
      { path: '(^|/)node_modules/zod/', reachable: true },
    ),
    only('contract-alone', 'The contract is what everybody else may import', '^workflows/contract/', [
      '^workflows/contract/',
      '^src/domain/',
    ]),

    only('reading-alone', 'How values are read is known by nobody else', '^src/reading/', [
      '^src/reading/',
      '^src/domain/',
    ]),
    never(
      'numbers-in-one-place',
      'A telephone number is read in src/reading alone',
      { path: '^(src|activities|prisma|workflows)/', pathNot: '^src/reading/' },
      { path: '(^|/)node_modules/libphonenumber-js/' },
    ),

    only('activities-down', 'Adapters carry out the ports that workflows/contract declares', '^activities/', [
      '^activities/',
      '^workflows/contract/',
      '^src/domain/',
      '^src/reading/',
      '^prisma/',
    ]),
    only('prisma-down', 'The data lie below everything but the rules that read them', '^prisma/', [
      '^prisma/',
      '^src/reading/',
      '^src/domain/',
    ]),
    only('stand-ins-apart', 'They play systems of others', '^stand-ins/', ['^stand-ins/']),

    never(
      'contract-only',
      'Outside the worker, workflows are known by their contract',
      { path: '^src/', pathNot: '^src/worker/' },
      { path: '^workflows/', pathNot: '^workflows/contract/' },
    ),
    never(
      'activities-for-the-worker',
      'Only the worker carries out activities',
      { path: '^src/', pathNot: '^src/worker/' },
      { path: '^activities/' },
    ),
    never(
      'floor-four',
      'Relay, worker and API are processes of their own',
      { path: '^(src|activities|workflows|prisma)/', pathNot: '^src/(main\\.ts|relay/|worker/|api/)' },
      { path: '^src/(relay|worker|api)/' },
    ),
    never(
      'relay-apart',
      'One process does not contain another',
      { path: '^src/relay/' },
      { path: '^src/(worker|api)/' },
    ),
    never(
      'worker-apart',
      'One process does not contain another',
      { path: '^src/worker/' },
      { path: '^src/(relay|api)/' },
    ),
    never(
      'api-apart',
      'One process does not contain another',
      { path: '^src/api/' },
      { path: '^src/(relay|worker)/' },
    ),
    never(
      'nothing-imports-embedded',
      'It is the top floor',
      { pathNot: '^(src/embedded|test|bench|scripts)/' },
      { path: '^src/embedded/' },
    ),
    never(
      'nothing-imports-stand-ins',
      'They are other systems: speak HTTP',
      { pathNot: '^(stand-ins|test|bench)/' },
      { path: '^stand-ins/' },
    ),
    never(
      'nothing-imports-tests',
      'Tests are for tests',
      { pathNot: '^(test|bench|scripts)/' },
      { path: '^test/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|prisma/generated)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
