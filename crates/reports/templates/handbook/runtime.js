// Tells a learning platform how far the reader is: SCORM 1.2 when a window above has its API, cmi5
// when the address carries the launch parameters, and nothing when neither is there.
(function () {
  'use strict';
  var unit = document.body;
  var form = document.querySelector('form');
  var started = Date.now();
  var platform = scorm() || cmi5() || { done: function () {}, end: function () {} };
  var status = document.getElementById('status');

  function scorm() {
    var api = null;
    for (var at = window, steps = 0; steps < 20; steps += 1) {
      try { if (at.API) { api = at.API; break; } } catch (blocked) { break; }
      if (at.parent && at.parent !== at) { at = at.parent; } else if (at.opener) { at = at.opener; } else { break; }
    }
    if (!api) return null;
    api.LMSInitialize('');
    if (api.LMSGetValue('cmi.core.lesson_status') === 'not attempted') {
      api.LMSSetValue('cmi.core.lesson_status', 'incomplete');
      api.LMSCommit('');
    }
    var over = false;
    return {
      done: function (share) {
        if (share !== null) {
          api.LMSSetValue('cmi.core.score.min', '0');
          api.LMSSetValue('cmi.core.score.max', '100');
          api.LMSSetValue('cmi.core.score.raw', String(Math.round(share * 100)));
        }
        api.LMSSetValue('cmi.core.lesson_status', 'completed');
        api.LMSCommit('');
      },
      end: function () {
        if (over) return;
        over = true;
        var seconds = Math.round((Date.now() - started) / 1000);
        var two = function (n) { return (n < 10 ? '0' : '') + n; };
        api.LMSSetValue('cmi.core.session_time', two(Math.floor(seconds / 3600)) + ':' + two(Math.floor(seconds / 60) % 60) + ':' + two(seconds % 60));
        api.LMSCommit('');
        api.LMSFinish('');
      }
    };
  }

  function cmi5() {
    var given = new URLSearchParams(location.search);
    var endpoint = given.get('endpoint');
    if (!endpoint || !given.get('fetch') || !given.get('actor')) return null;
    if (endpoint.slice(-1) !== '/') endpoint += '/';
    var auth = null;
    var context = null;
    var ready = fetch(given.get('fetch'), { method: 'POST' })
      .then(function (answer) { return answer.json(); })
      .then(function (answer) {
        auth = 'Basic ' + answer['auth-token'];
        var query = new URLSearchParams({
          stateId: 'LMS.LaunchData', activityId: given.get('activityId'),
          agent: given.get('actor'), registration: given.get('registration')
        });
        return fetch(endpoint + 'activities/state?' + query, { headers: headers() });
      })
      .then(function (answer) { return answer.json(); })
      .then(function (data) { context = data.contextTemplate || {}; return say('initialized', 'http://adlnet.gov/expapi/verbs/initialized', null, false); });
    function headers() {
      return { Authorization: auth, 'Content-Type': 'application/json', 'X-Experience-API-Version': '1.0.3' };
    }
    function say(word, verb, result, moves) {
      var about = JSON.parse(JSON.stringify(context));
      about.registration = given.get('registration');
      if (moves) {
        about.contextActivities = about.contextActivities || {};
        about.contextActivities.category = (about.contextActivities.category || [])
          .concat([{ id: 'https://w3id.org/xapi/cmi5/context/categories/moveon' }]);
      }
      var statement = {
        id: crypto.randomUUID(), actor: JSON.parse(given.get('actor')),
        verb: { id: verb, display: { en: word } }, object: { id: given.get('activityId') },
        context: about, timestamp: new Date().toISOString()
      };
      if (result) statement.result = result;
      return fetch(endpoint + 'statements', { method: 'POST', headers: headers(), body: JSON.stringify(statement), keepalive: true });
    }
    function time() { return 'PT' + Math.round((Date.now() - started) / 1000) + 'S'; }
    var over = false;
    var told = false;
    return {
      done: function (share) {
        if (told) return;
        told = true;
        ready = ready.then(function () {
          if (share === null) return null;
          return say('passed', 'http://adlnet.gov/expapi/verbs/passed', { success: true, score: { scaled: share }, duration: time() }, true);
        }).then(function () {
          return say('completed', 'http://adlnet.gov/expapi/verbs/completed', { completion: true, duration: time() }, true);
        });
      },
      end: function () {
        if (over || !context) return;
        over = true;
        say('terminated', 'http://adlnet.gov/expapi/verbs/terminated', { duration: time() }, false);
      }
    };
  }

  function check(event) {
    event.preventDefault();
    var questions = form.querySelectorAll('fieldset');
    var right = 0;
    questions.forEach(function (question) {
      var chosen = question.querySelector('input:checked');
      if (chosen && chosen.hasAttribute('data-right')) right += 1;
      question.querySelectorAll('details').forEach(function (details) { details.open = true; });
    });
    status.textContent = status.getAttribute('data-text').replace('{correct}', right).replace('{asked}', questions.length);
    status.focus();
    platform.done(right / questions.length);
  }

  if (form) form.addEventListener('submit', check);
  var read = document.getElementById('read');
  if (read) {
    read.hidden = false;
    read.addEventListener('click', function () {
      status.textContent = status.getAttribute('data-text');
      platform.done(null);
    });
  }
  window.addEventListener('pagehide', function () { platform.end(); });
  unit.setAttribute('data-ready', 'true');
}());
