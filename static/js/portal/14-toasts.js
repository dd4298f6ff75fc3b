// --- toasts: messages float, and leave by themselves unless they are errors ----------------------------------------
// Without this script they stand at the top of the page. A success stays 8 s, with an undo 20 s; pointing at it or
// standing in it holds it.
{
  const leave = (toast) => {
    if (toast.matches(':hover, :focus-within')) setTimeout(leave, 2000, toast);
    else toast.remove();
  };
  const time = (toast) => setTimeout(leave, find('[data-undo]', toast) ? 20000 : 8000, toast);
  findAll('[data-toast]').forEach(time);
  // What a page beside the list said floats with the others.
  on('toasts', (event) => {
    const box = find('.cn-messages');
    for (const message of event.detail) {
      box.append(message);
      if (message.matches('[data-toast]')) time(message);
    }
  });
  on('keydown', (event) => {
    const toast = event.key === 'Escape' && event.target.closest?.('.cn-messages .cn-callout');
    if (toast) toast.remove();
  });
}
