"use strict";
// The loading page asks every second whether the chat is ready.
setInterval(async () => {
  try {
    const state = await (await fetch("waaier/status")).json();
    if (state.ready || state.failed) location.reload();
  } catch { /* the server is busy: ask again */ }
}, 1000);
