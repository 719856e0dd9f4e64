export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #d5dbe3; --paper: #fff; --wash: #f4f6f9; --good: #1a7f4b; --bad: #c0312b; --accent: #2757c4; --warm: #d9730d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa6b5; --line: #38424f; --paper: #14181e; --wash: #1c222a; --good: #4cc38a; --bad: #ff8f87; --accent: #8fb0ff; --warm: #ffb15c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1100px; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; } h2 { font-size: 1.2rem; margin: 2.6rem 0 .8rem; } p { margin: .4rem 0; } .soft { color: var(--soft); }
.banner { border: 1px solid var(--warm); border-left-width: 5px; border-radius: 6px; padding: .6rem .9rem; margin: 1rem 0; background: var(--wash); }
code { font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
.photos { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 1rem; }
figure { margin: 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; background: var(--wash); }
figure svg { display: block; width: 100%; height: auto; } figcaption { padding: .5rem .75rem; }
svg text { font-family: system-ui, sans-serif; fill: var(--ink); }
table { width: 100%; border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); } th { color: var(--soft); font-weight: 600; }
.scroll { overflow-x: auto; }
.allowed { color: var(--good); font-weight: 700; white-space: nowrap; } .denied { color: var(--bad); font-weight: 700; white-space: nowrap; }
.timeline { border: 1px solid var(--line); border-radius: 8px; background: var(--wash); padding: .5rem; }
.timeline svg { width: 100%; height: auto; display: block; }
ul { padding-left: 1.2rem; }
`;
