/** The picture beside a page's title in a browser: a swinging line that comes to rest. Plain attributes, as the pages' policy lets no style in. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#0a5c8f"/>
<path d="M4 16c1.6-13 4.4-13 6 0s3.4 8 4.6 0 2.4-4 3.4 0H28" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/>
</svg>
`;
