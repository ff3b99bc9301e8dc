/** The one stylesheet of all pages: phone first, light and dark, no other host. */
export const STYLE = `
:root { color-scheme: light dark; --accent: #0a5c8f; --tint: #0a5c8f14; --good: #15803d; --warn: #b45309; --line: #8884; font: 1.0625rem/1.55 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { :root { --accent: #7cc4f0; --tint: #7cc4f01f; --good: #4ade80; --warn: #fbbf24; } }
* { box-sizing: border-box; }
body { margin: 0; overflow-wrap: break-word; background: Canvas; color: CanvasText; }
a { color: var(--accent); }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; background: Canvas; padding: 0.5rem; }
header, main, footer { max-width: 42rem; margin: 0 auto; padding: 1rem; }
header { display: flex; justify-content: space-between; gap: 1rem; background: var(--accent); color: Canvas; box-shadow: 0 0 0 100vmax var(--accent); clip-path: inset(0 -100vmax); }
header a { color: Canvas; }
header a:focus-visible { outline-color: Canvas; }
nav { max-width: 42rem; margin: 0 auto; padding: 0.15rem 1rem; display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: center; font-size: 0.9rem; border-bottom: 1px solid var(--line); }
nav form { margin-left: auto; }
@media (max-width: 26rem) { nav { font-size: 0.82rem; column-gap: 0.6rem; } }
nav a { padding: 0.4rem 0; }
nav [aria-current] { font-weight: 700; color: CanvasText; text-decoration-thickness: 2px; }
button.link { background: none; color: var(--accent); font-weight: 400; text-decoration: underline; padding: 0.4rem 0; }
header strong { font-size: 1.1rem; }
footer { border-top: 1px solid var(--line); font-size: 0.9rem; white-space: pre-line; }
footer ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; padding: 0; }
h1 { font-size: 1.7rem; line-height: 1.2; }
h1, h2 { hyphens: auto; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin-top: 2rem; }
.rewards { list-style: none; padding: 0; display: grid; gap: 0.75rem; }
.rewards li { border: 1px solid var(--line); border-radius: 0.75rem; padding: 0.75rem 1rem; display: flex; justify-content: space-between; gap: 1rem; }
.rewards b { white-space: nowrap; }
.tiles { list-style: none; padding: 0; display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); }
.tiles a { display: grid; gap: 0.15rem; align-content: start; height: 100%; padding: 0.9rem 1rem; border: 1px solid var(--line); border-radius: 0.75rem; text-decoration: none; color: CanvasText; }
.tiles a:hover { border-color: var(--accent); }
.tiles svg { width: 1.75rem; height: 1.75rem; fill: none; stroke: var(--accent); stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.tiles b { overflow-wrap: anywhere; }
.tiles span { font-size: 0.9rem; opacity: 0.8; }
.search { display: grid; grid-template-columns: 1fr auto; gap: 0.5rem; }
.search label { grid-column: 1 / -1; padding: 0; }
.search input { font: inherit; min-width: 0; padding: 0.6rem 0.8rem; border: 1px solid color-mix(in srgb, CanvasText 55%, Canvas); border-radius: 0.5rem; }
.articles { list-style: none; padding: 0; }
.articles li { border-bottom: 1px solid var(--line); padding: 0.75rem 0; }
.articles a { font-weight: 600; }
.articles p { margin: 0.25rem 0 0; }
mark { background: #ffe08a; color: #000; }
.summary { font-size: 1.15rem; }
table { border-collapse: collapse; }
th, td { text-align: left; padding: 0.35rem 1rem 0.35rem 0; border-bottom: 1px solid var(--line); }
video { width: 100%; height: auto; border-radius: 0.75rem; background: #0a466d; }
[role='status'] { font-weight: 600; }
dt { font-weight: 600; }
dd { margin: 0 0 0.75rem; }
details { border-bottom: 1px solid var(--line); padding: 0.5rem 0; }
summary { cursor: pointer; font-weight: 600; }
fieldset { border: 1px solid var(--line); border-radius: 0.75rem; padding: 0.75rem 1rem; margin: 0 0 1rem; }
label { display: block; padding: 0.4rem 0; }
.tick { display: grid; grid-template-columns: auto 1fr; gap: 0.75rem; align-items: start; padding: 0.6rem 0; }
.tick input { width: 1.4rem; height: 1.4rem; margin: 0.1rem 0 0; accent-color: var(--accent); }
.below { margin: 0 0 0.5rem 2.15rem; }
textarea, select, input[type=text] { font: inherit; width: 100%; padding: 0.6rem; border: 1px solid GrayText; border-radius: 0.5rem; background: Field; color: FieldText; }
.note { border-left: 4px solid var(--accent); padding: 0.5rem 1rem; background: var(--tint); border-radius: 0 0.5rem 0.5rem 0; }
.figures { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1rem 0; }
.figures div { flex: 1 1 9rem; border: 1px solid var(--line); border-radius: 0.75rem; padding: 0.75rem 1rem; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.figures .main { background: var(--accent); color: Canvas; border-color: transparent; flex-basis: 100%; }
.figures dt { font-size: 0.95rem; }
.figures dd { margin: 0; font-size: 1.35rem; font-weight: 700; }
.figures .main dd { font-size: 2.2rem; line-height: 1.15; }
.tasks { list-style: none; padding: 0; display: grid; gap: 0.75rem; }
.tasks li { display: flex; justify-content: space-between; gap: 1rem; border: 1px solid var(--line); border-radius: 0.75rem; padding: 0.75rem 1rem; }
.tasks li.credited, .tasks li.pending, .tasks li.reached { border-left: 6px solid var(--good); }
.tasks small, .tasks a { display: block; font-size: 0.95rem; }
.tasks a { padding-top: 0.35rem; }
.tasks b { white-space: nowrap; }
.picture { display: grid; grid-template-columns: auto 1fr; gap: 1rem; align-items: center; }
.picture p { margin: 0.25rem 0; }
.ring { width: 7.5rem; height: 7.5rem; }
.ring circle { fill: none; stroke-width: 13; }
.ring .track { stroke: var(--line); }
.ring .done { stroke: var(--good); }
.ring .lost { stroke: GrayText; }
.ring text { font-size: 1.5rem; font-weight: 700; fill: CanvasText; }
.barred { border: 2px solid var(--warn); border-radius: 0.75rem; padding: 0.25rem 1rem 1rem; margin: 1.25rem 0; }
.barred h2 { margin-top: 0.75rem; }
.story { list-style: none; padding: 0; border-left: 3px solid var(--line); margin-left: 0.25rem; }
.story li { padding: 0.35rem 0 0.35rem 1rem; display: grid; grid-template-columns: minmax(0, 1fr); }
.story time { font-size: 0.9rem; opacity: 0.85; }
.quiet { opacity: 0.85; font-size: 0.95rem; }
.problem { border: 2px solid #b91c1c; border-radius: 0.75rem; padding: 0.25rem 1rem; margin: 1rem 0; }
.problem h2 { margin-top: 0.5rem; }
.wrong { border-left: 4px solid #b91c1c; padding-left: 0.75rem; margin: 0 0 0.75rem; font-weight: 600; }
a.button { display: inline-block; text-decoration: none; text-align: center; }
button, a.button { font: inherit; font-weight: 600; color: Canvas; background: var(--accent); border: 0; border-radius: 0.5rem; padding: 0.7rem 1.2rem; min-height: 2.75rem; }
.ways { display: flex; flex-wrap: wrap; gap: 0.75rem; }
a.second { background: none; color: var(--accent); border: 2px solid var(--accent); }
h3 { font-size: 1.08rem; margin: 1.5rem 0 0.25rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
