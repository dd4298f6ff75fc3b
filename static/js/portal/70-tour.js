// --- help: the “?” opens over the page; the tour of a first visit ----------------------------------------------------
{
  // Without this script, without signal or when the answer is another page, the “?” is the link that it is.
  let panel;
  on('click', async (event) => {
    const link = event.target.closest('[data-help]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!panel) {
      try {
        const answer = await fetch(link.href, { headers: { 'X-Part': 'panel' } });
        if (!answer.ok || answer.redirected) throw answer;
        panel = document.createElement('dialog');
        panel.className = 'cn-help-panel';
        panel.setAttribute('aria-labelledby', 'help-title');
        panel.innerHTML = await answer.text();
        document.body.append(panel);
      } catch {
        location.href = link.href;
        return;
      }
    }
    if (!panel.open) panel.showModal();
    find('#help-title', panel).focus();
  });

  const tour = document.getElementById('tour');
  if (tour) {
    const steps = findAll('section', tour);
    const next = find('[data-tour-next]', tour);
    const skip = find('[data-tour-skip]', tour);
    const before = document.activeElement;
    let step = -1;
    let target;
    const visible = (element) => element.getClientRects().length > 0;
    const place = () => {
      if (!target || !visible(target)) return;
      const box = target.getBoundingClientRect();
      const high = tour.offsetHeight;
      const below = innerHeight - box.bottom;
      const top = below > high + 24 || below > box.top ? box.bottom + 12 : box.top - high - 12;
      tour.style.top = `${Math.max(8, Math.min(top, innerHeight - high - 8))}px`;
      tour.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - tour.offsetWidth - 8))}px`;
    };
    const end = () => tour.close();
    tour.onclose = () => {
      target?.classList.remove('cn-tour-here');
      removeEventListener('scroll', place, true);
      removeEventListener('resize', place);
      if (before && before !== document.body) before.focus();
      else find('#main').focus({ preventScroll: true });
    };
    const go = () => {
      target?.classList.remove('cn-tour-here');
      step += 1;
      if (step === steps.length) { end(); return; }
      steps.forEach((one, place) => { one.hidden = place !== step; });
      const { at, link } = steps[step].dataset;
      target = findAll(`[data-tour~="${at}"]${link ? `, main a[href^="${link}"], a[href="${link}"]` : ''}`).find(visible);
      tour.classList.toggle('is-free', !target);
      tour.style.top = '';
      tour.style.left = '';
      if (step === steps.length - 1) {
        next.textContent = next.dataset.done;
        skip.hidden = true;
      }
      const heading = find('h2', steps[step]);
      find('#tour-title', tour)?.removeAttribute('id');
      heading.id = 'tour-title';
      if (target) {
        target.classList.add('cn-tour-here');
        target.scrollIntoView({ block: 'center' });
        place();
      }
      heading.focus({ preventScroll: true });
    };
    on('keydown', (event) => {
      if (event.key === 'Escape' && tour.open && !find('dialog:modal')) end();
    });
    next.onclick = go;
    skip.onclick = end;
    addEventListener('scroll', place, true);
    addEventListener('resize', place);
    tour.show();
    go();
    // Seen is seen: it does not come back on the next page or on another device, only when somebody asks for it.
    const body = new FormData();
    body.set('csrfmiddlewaretoken', find('[name=csrfmiddlewaretoken]').value);
    fetch(tour.dataset.seen, { method: 'POST', body, keepalive: true }).catch(() => {});
  }
}
