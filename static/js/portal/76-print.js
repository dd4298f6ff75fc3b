// --- paper: what stands on the first sheet (who printed it and when) stands on each, where the browser can -----------
{
  const head = find('.cn-print-head');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('@page { @top-left { content: "" } }');
  // A browser that knows no boxes in the margin drops the rule, and keeps the head above the text.
  // A whole list was asked for to be printed.
  if (find('[data-print-now]')) addEventListener('load', () => print());
  if (head && sheet.cssRules[0]?.cssRules?.length) {
    [...head.children].forEach((part, place) => root.style.setProperty(`--cn-paper-${place}`, JSON.stringify(part.textContent)));
    root.classList.add('cn-heads-on-all');
  }
}
