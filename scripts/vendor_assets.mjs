// The Node half of vendor_assets.py: purge Tabler, join it with our own css, minify css and js.
// Run by vendor_assets.py from the project root; writes static/vendor/portal.css and the scripts.
import { readFileSync, writeFileSync, readdirSync } from 'node:fs';
import { PurgeCSS } from 'purgecss';
import { transform } from 'lightningcss';
import { minify } from 'terser';

// What the form library's own templates name, which the scan does not see; all that ours name is found by it.
const SAFE = [
  /^(row|d-flex|d-none|flex-grow-1|align-self-center|m-0|mb-[023]|gap-2|h-auto|text-break|text-danger|visually-hidden|active|disabled)$/,
  /^form-(control|select|label|text|check|check-input|check-label|check-inline)$/, /^form-(control|select)-(sm|lg)$/,
  /^(col-form-label|input-group|input-group-text|required|requiredField|asteriskField|is-invalid|invalid-feedback)$/,
  /^alert(-(danger|dismissible|heading))?$/, /^(nav|nav-item|nav-link|nav-tabs)$/, /^table(-(sm|striped))?$/,
];
// Whole families that we never use, though their names are words that stand in our templates.
const BLOCKED = [
  /^(apexcharts|navbar|offcanvas|carousel|toast|popover|tooltip|modal|accordion|steps|step-|tag|status|loader|legend|avatar)/,
  /^(breadcrumb|dropdown|hr-text|chart|timeline|ribbon|datagrid|empty|markdown|prose|list-(separated|inline)|switch|dot)/,
  /^(was-validated|form-(range|switch|colorpicker|imagecheck|selectgroup|floating|file|tags|control-(color|rounded|flush|light|dark|plaintext)))/,
  /^(page-(wrapper|body|header|center|cover|tabs|link-icon|item-)|card-(tabs|cover|stamp|img|rotate|link|status|progress|group|active|inactive))/,
  /^(table-(transparent|mobile|selectable|sort|rotate|group)|btn-(animate|actions|pill|square|floating|check|tabler|action|icon-)|nav-(segmented|bordered|link-)|input-group-flat)/,
  /^(list-group-(horizontal|numbered|transparent)|progress-(steps|background|stacked|separated)|fs-(min|max)|theme-|alert-(minor|avatar))/,
];

// What is written for the chosen look `contrast` also holds where the device itself asks for more contrast.
function withWish(name, text) {
  if (name !== '12-contrast.css') return text;
  return `${text}\n@media (prefers-contrast: more) { ${text.replaceAll('[data-look="contrast"]', ':root:not([data-look])')} }`;
}

async function css() {
  const [{ css: tabler }] = await new PurgeCSS().purge({
    content: JSON.parse(process.env.CONTENT),
    css: ['node_modules/@tabler/core/dist/css/tabler.css'],
    safelist: { standard: SAFE },
    blocklist: BLOCKED,
    variables: true,
    keyframes: true,
    fontFace: true,
    defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) || [],
  });
  const own = readdirSync('static/css').sort().map((name) => withWish(name, readFileSync(`static/css/${name}`, 'utf8'))).join('\n');
  const { code } = transform({
    filename: 'portal.css',
    code: Buffer.from(`${tabler}\n${own}`),
    minify: true,
    targets: { chrome: 111 << 16, safari: (16 << 16) | (4 << 8), firefox: 113 << 16 },
  });
  writeFileSync('static/vendor/portal.css', code);
}

// A folder of static/js becomes one script of that name, its files joined in order; a file becomes a script of its own.
async function js() {
  for (const entry of readdirSync('static/js', { withFileTypes: true })) {
    const path = `static/js/${entry.name}`;
    const sources = entry.isDirectory() ? readdirSync(path).sort().map((name) => `${path}/${name}`) : [path];
    const joined = sources.map((source) => readFileSync(source, 'utf8')).join('\n');
    const { code } = await minify(joined, { compress: { passes: 2 }, mangle: { toplevel: true } });
    writeFileSync(`static/vendor/${entry.name.replace(/\.js$/, '')}.js`, code);
  }
}

await css();
await js();
