/** The look of the report: one sheet inside the page, light and dark by the reader's system, and plain on paper. */
export const reportStyle = /* css */ `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ground: #f5f6f8; --ink: #1b2330; --soft: #5a6576; --line: #dde1e8;
  --pass: #17683a; --pass-ground: #e4f4ea; --warn: #8a4b00; --warn-ground: #fdf0dc;
  --fail: #a8201a; --fail-ground: #fde8e6; --unverified: #1d5a8e; --unverified-ground: #e4f0fa;
  --track: #e6e9ee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #171c24; --ground: #0f1319; --ink: #e6eaf0; --soft: #9aa6b6; --line: #2b333f;
    --pass: #6fd596; --pass-ground: #16301f; --warn: #f2b45f; --warn-ground: #362712;
    --fail: #ff9d94; --fail-ground: #3d1b19; --unverified: #86c1f2; --unverified-ground: #14293c;
    --track: #2b333f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.1rem; margin: 2.25rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .25rem 0; }
.soft { color: var(--soft); }
code, pre, .code { font-family: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, monospace; font-size: .86em; }
code { overflow-wrap: anywhere; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 1.1rem 1.25rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .9rem 0 1.25rem; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.verdict { display: flex; flex-wrap: wrap; gap: 1.25rem 2.5rem; align-items: center; }
.verdict .ratio { font-size: 2.6rem; font-weight: 650; line-height: 1; letter-spacing: -.02em; white-space: nowrap; }
.verdict .ratio small { font-size: 1.3rem; color: var(--soft); font-weight: 500; }
.verdict .words { flex: 1 1 20rem; }
.bar { height: 8px; border-radius: 4px; background: var(--track); overflow: hidden; margin-top: .6rem; min-width: 9rem; }
.bar span { display: block; height: 100%; background: var(--pass); }
.badge { display: inline-block; padding: .05rem .55rem; border-radius: 99px; font-size: .8rem; font-weight: 600; white-space: nowrap; }
.pass { color: var(--pass); background: var(--pass-ground); } .warn { color: var(--warn); background: var(--warn-ground); }
.fail { color: var(--fail); background: var(--fail-ground); }
.unverified { color: var(--unverified); background: var(--unverified-ground); }
.counts { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: .7rem; }
.stage { margin-top: 1rem; padding: 0; overflow: hidden; }
.stage > h3 { padding: .6rem 1.25rem; border-bottom: 1px solid var(--line); display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
.row { display: grid; grid-template-columns: 6.5rem 1fr; gap: 0 1rem; padding: .6rem 1.25rem; border-top: 1px solid var(--line); }
.stage > h3 + .row { border-top: 0; }
.row b { font-weight: 600; }
.row .more { margin-top: .2rem; font-size: .93rem; }
.row .more .code { color: var(--soft); }
table { border-collapse: collapse; width: 100%; background: var(--paper); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
th, td { text-align: left; vertical-align: top; padding: .5rem .8rem; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-weight: 500; font-size: .87rem; }
td code { white-space: nowrap; } td.number { text-align: right; font-variant-numeric: tabular-nums; font-weight: 600; }
.scroll { overflow-x: auto; }
ul.todo { margin: .3rem 0 0; padding-left: 1.2rem; } ul.todo li { margin: .25rem 0; }
.owner { margin-top: .75rem; } .owner:first-child { margin-top: 0; }
details { margin-top: .6rem; } summary { cursor: pointer; font-weight: 600; }
summary:focus-visible { outline: 2px solid var(--unverified); outline-offset: 2px; border-radius: 4px; }
pre { margin: .6rem 0 0; padding: .9rem 1rem; overflow-x: auto; background: var(--ground); border: 1px solid var(--line); border-radius: 8px; line-height: 1.4; font-size: .8rem; }
footer { margin-top: 2.5rem; color: var(--soft); font-size: .87rem; }
@media (max-width: 36rem) { .row { grid-template-columns: 1fr; gap: .2rem; } .row > div:first-child { margin-bottom: .1rem; } main { padding: 1.25rem .8rem 3rem; } }
@media print {
  :root { color-scheme: light; --paper: #fff; --ground: #fff; --ink: #000; --soft: #444; --line: #bbb; --track: #ddd;
    --pass: #17683a; --pass-ground: #fff; --warn: #8a4b00; --warn-ground: #fff; --fail: #a8201a; --fail-ground: #fff;
    --unverified: #1d5a8e; --unverified-ground: #fff; }
  main { max-width: none; padding: 0; } .badge { border: 1px solid currentColor; }
  .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .row, tr, .owner { break-inside: avoid; } h2, h3 { break-after: avoid; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
}
`;
