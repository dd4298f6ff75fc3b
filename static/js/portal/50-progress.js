// --- progress of a job -------------------------------------------------------------------------------------------
async function poll(box, pause = 700) {
  try {
    const answer = await fetch(box.dataset.pollUrl, { headers: { Accept: 'application/json' } });
    if (answer.ok) {
      const job = await answer.json();
      const bar = find('progress', box);
      if (job.total) { bar.max = job.total; bar.value = job.done; }
      const number = new Intl.NumberFormat(root.lang);
      if (job.message) find('[data-progress-message]', box).textContent = job.message;
      find('[data-progress-count]', box).textContent = job.total ? `${number.format(job.done)} / ${number.format(job.total)}` : '';
      if (job.state === 'done' || job.state === 'failed') {
        if (job.url) location.href = job.url;
        else location.reload();
        return;
      }
    }
  } catch { /* no signal: ask again later */ }
  setTimeout(poll, pause, box, Math.min(pause * 1.3, 5000));
}
findAll('[data-poll-url]').forEach((box) => poll(box));
