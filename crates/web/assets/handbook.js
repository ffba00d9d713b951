// Keeps the handbook readable without a connection, where the browser can.
(function () {
  'use strict';
  var worker = document.body.getAttribute('data-worker');
  if (worker && 'serviceWorker' in navigator) {
    navigator.serviceWorker.register(worker).then(function () {
      return navigator.serviceWorker.ready;
    }).then(function () {
      document.documentElement.setAttribute('data-offline', 'ready');
    }).catch(function () { /* The pages work as pages do. */ });
  }
}());
