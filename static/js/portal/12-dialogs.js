// --- dialogs ---------------------------------------------------------------------------------------------------
on('click', (event) => {
  const opener = event.target.closest('[data-dialog]');
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog).showModal();
    return;
  }
  const closer = event.target.closest('dialog [data-close]');
  if (closer) {
    event.preventDefault();
    closer.closest('dialog').close();
  }
  if (event.target.matches('dialog')) event.target.close();
  if (event.target.closest('[data-dismiss]')) event.target.closest('.cn-callout').remove();
  if (event.target.closest('[data-print]')) print();
  if (event.target.closest('[data-return]') && history.length > 1) { event.preventDefault(); history.back(); }
  const big = event.target.closest('[data-fullscreen]');
  if (big) {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.getElementById(big.dataset.fullscreen).requestFullscreen();
  }
});
