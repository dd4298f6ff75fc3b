// The Node half of vendor_assets.py: purge Tabler, join it with our own css, minify css and js.
// Run by vendor_assets.py from the project root; writes static/vendor/portal.css and the scripts.
import { readFileSync, writeFileSync, readdirSync } from 'node:fs';
import { PurgeCSS } from 'purgecss';
import { transform } from 'lightningcss';
import { minify } from 'terser';

const COLOURS = 'primary|secondary|success|warning|danger|info|muted|light|white|body';
const STATES = 'primary|secondary|success|warning|danger|info';

// What other rooms may use without building again. Anything else that a template names is found by the scan.
const SAFE = [
  /^(container|container-fluid|container-xl|row|col|col-auto|row-cards|row-deck)$/,
  /^col-(1[0-2]|[1-9])$/, /^col-(sm|md|lg|xl)(-(1[0-2]|[1-9]|auto))?$/, /^g[xy]?-[0-5]$/,
  /^[mp][tbsexy]?-([0-5]|auto)$/, /^m[tbsexy]?-(md|lg)-(0|auto)$/, /^gap-[0-5]$/,
  /^d-(none|block|flex|inline|inline-flex|inline-block|grid|print-none|print-block)$/,
  /^d-(sm|md|lg)-(none|block|flex|inline|inline-flex|inline-block|grid|table-cell)$/,
  /^flex-(row|column|wrap|nowrap|fill|grow-1|shrink-0)$/, /^flex-(md|lg)-(row|column)$/,
  /^(justify-content|align-items|align-self)-(start|end|center|between|baseline|stretch)$/,
  /^justify-content-(md|lg)-(start|end|between)$/,
  new RegExp(`^text-(${COLOURS}|start|end|center|nowrap|wrap|truncate|break|uppercase|decoration-none|reset|md-end|lg-end)$`),
  new RegExp(`^bg-(${COLOURS}|transparent)(-lt)?$`),
  /^(fw|fs)-/, /^h[1-6]$/, /^(small|lead|subheader|strong|list-unstyled|list-inline|list-inline-item|page-title|page-pretitle)$/,
  /^border(-(top|bottom|start|end|0|top-0|bottom-0))?$/, /^rounded(-[0-3]|-circle)?$/, /^shadow(-sm|-none)?$/,
  /^[wh]-(25|50|75|100|auto)$/, /^overflow-(auto|hidden)$/, /^position-(relative|absolute|sticky)$/, /^sticky-top$/,
  /^(visually-hidden|visually-hidden-focusable|stretched-link|divide-y|hr-text|vr|clearfix|float-end)$/,
  new RegExp(`^btn(-(${STATES}|link|sm|lg|icon|list|group|group-sm|close|light))?$`),
  new RegExp(`^btn-(outline|ghost)-(${STATES})$`),
  /^form-(control|select|check|label|text|hint|help|fieldset)/, /^form-(control|select)-(sm|lg)$/,
  /^(col-form-label|input-group|input-group-text|input-icon|input-icon-addon|was-validated|required|asteriskField)$/,
  /^(is|was)-(valid|invalid)/, /^(valid|invalid)-feedback$/,
  new RegExp(`^alert(-(${STATES}|important|dismissible|link|title|icon|heading|description))?$`),
  new RegExp(`^badge(-(${STATES}|outline|pill))?$`),
  /^table(-(sm|striped|hover|responsive|vcenter|nowrap|borderless|active|light|primary|success|warning|danger|info))?$/,
  /^card(-(body|header|title|subtitle|footer|actions|link|sm|md|table|stacked|options))?$/,
  /^list-group(-(item|flush|numbered|item-action|hoverable|header|item-actions))?$/,
  /^(nav|nav-item|nav-link|nav-tabs|nav-pills|active|disabled)$/,
  /^(pagination|page-item|page-link|pagination-sm)$/,
  /^progress(-(bar|sm|bar-indeterminate))?$/,
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
