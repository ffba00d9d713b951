// Tells a learning platform how far the reader is: SCORM 1.2 when a window above has its API, cmi5
// when the address carries the launch parameters, and nothing when neither is there.
(function () {
  'use strict';
  var unit = document.body;
  var form = document.querySelector('form');
  var started = Date.now();
  var nothing = { done: function () { return Promise.resolve(); }, end: function () {}, place: function () {}, kept: function () { return Promise.resolve(''); } };
  var platform = scorm() || cmi5() || nothing;
  var status = document.getElementById('status');

  function scorm() {
    var api = null;
    for (var at = window, steps = 0; steps < 20; steps += 1) {
      try { if (at.API) { api = at.API; break; } } catch (blocked) { break; }
      if (at.parent && at.parent !== at) { at = at.parent; } else if (at.opener) { at = at.opener; } else { break; }
    }
    if (!api) return null;
    // A platform answers with the word "true" or "false", and some with nothing when they are away.
    var went = function (name) {
      try { return String(api[name].apply(api, Array.prototype.slice.call(arguments, 1))) === 'true'; } catch (away) { return false; }
    };
    var get = function (key) {
      try { return String(api.LMSGetValue(key) || ''); } catch (away) { return ''; }
    };
    var set = function (key, value) { return went('LMSSetValue', key, value); };
    var begun = went('LMSInitialize', '');
    if (begun && /^(not attempted|)$/.test(get('cmi.core.lesson_status'))) {
      set('cmi.core.lesson_status', 'incomplete');
      went('LMSCommit', '');
    }
    var over = false;
    var told = function (share) {
      var whole = begun;
      var score = share === null ? null : Math.round(share * 100);
      // Trying again never lowers what has been reached.
      var before = parseFloat(get('cmi.core.score.raw'));
      if (score !== null && !(before >= score)) {
        // Platforms need not know these two.
        set('cmi.core.score.min', '0');
        set('cmi.core.score.max', '100');
        whole = set('cmi.core.score.raw', String(score)) && whole;
      }
      if (!/^(completed|passed)$/.test(get('cmi.core.lesson_status'))) {
        whole = set('cmi.core.lesson_status', 'completed') && whole;
      }
      return went('LMSCommit', '') && whole;
    };
    return {
      done: function (share) { return told(share) ? Promise.resolve() : Promise.reject(new Error('refused')); },
      end: function () {
        if (over) return;
        over = true;
        var seconds = Math.round((Date.now() - started) / 1000);
        var two = function (n) { return (n < 10 ? '0' : '') + n; };
        set('cmi.core.session_time', two(Math.floor(seconds / 3600)) + ':' + two(Math.floor(seconds / 60) % 60) + ':' + two(seconds % 60));
        went('LMSCommit', '');
        went('LMSFinish', '');
      },
      place: function (id) { set('cmi.core.lesson_location', id); },
      kept: function () { return Promise.resolve(get('cmi.core.lesson_location')); }
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
      return fetch(endpoint + 'statements', { method: 'POST', headers: headers(), body: JSON.stringify(statement), keepalive: true }).then(taken);
    }
    function taken(answer) {
      // A statement that is there already has been taken.
      if (!answer.ok && answer.status !== 409) throw new Error('refused');
      return answer;
    }
    function state() {
      return endpoint + 'activities/state?' + new URLSearchParams({
        stateId: 'bookmark', activityId: given.get('activityId'),
        agent: given.get('actor'), registration: given.get('registration')
      });
    }
    function time() { return 'PT' + Math.round((Date.now() - started) / 1000) + 'S'; }
    var over = false;
    var told = null;
    var passed = false;
    return {
      done: function (share) {
        if (told) return told;
        told = ready.then(function () {
          // Once is all that a platform takes.
          if (share === null || passed) return null;
          return say('passed', 'http://adlnet.gov/expapi/verbs/passed', { success: true, score: { scaled: share }, duration: time() }, true);
        }).then(function () {
          passed = passed || share !== null;
          return say('completed', 'http://adlnet.gov/expapi/verbs/completed', { completion: true, duration: time() }, true);
        });
        // What was refused may be tried again.
        told.catch(function () { told = null; });
        return told;
      },
      end: function () {
        if (over || !context) return;
        over = true;
        say('terminated', 'http://adlnet.gov/expapi/verbs/terminated', { duration: time() }, false).catch(function () {});
      },
      place: function (id) {
        if (context) fetch(state(), { method: 'PUT', headers: headers(), body: JSON.stringify(id), keepalive: true }).catch(function () {});
      },
      kept: function () {
        return ready.then(function () { return fetch(state(), { headers: headers() }); })
          .then(function (answer) { return answer.ok ? answer.json() : ''; });
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
    tell(right / questions.length, status.getAttribute('data-text').replace('{correct}', right).replace('{asked}', questions.length));
  }

  // What happened is said when the platform has answered, and never more than it has taken.
  function tell(share, text) {
    var said = function (words) { status.textContent = words; status.focus(); };
    var refused = share === null ? '' : text + ' ';
    var late = new Promise(function (go, stop) { setTimeout(function () { stop(new Error('late')); }, 15000); });
    Promise.race([platform.done(share), late]).then(
      function () { said(text); },
      function () { said(refused + status.getAttribute('data-refused')); }
    );
  }

  if (form) form.addEventListener('submit', check);
  var read = document.getElementById('read');
  if (read) {
    read.hidden = false;
    read.addEventListener('click', function () {
      tell(null, status.getAttribute('data-text'));
    });
  }

  // Where the reader was, for the next time.
  var places = Array.prototype.slice.call(document.querySelectorAll('main [id^="card-"], main h2[id]'));
  var here = '';
  function look() {
    var above = places.filter(function (place) { return place.getBoundingClientRect().top < window.innerHeight / 2; });
    var at = above.length ? above[above.length - 1].id : '';
    if (at && at !== here) { here = at; platform.place(at); }
  }
  if (places.length) {
    platform.kept().then(function (id) {
      var place = typeof id === 'string' && !location.hash && document.getElementById(id);
      if (place) { here = id; place.scrollIntoView(); }
    }).catch(function () {}).then(function () {
      var waits = null;
      window.addEventListener('scroll', function () { clearTimeout(waits); waits = setTimeout(look, 500); });
    });
  }
  window.addEventListener('pagehide', function () { platform.end(); });
  unit.setAttribute('data-ready', 'true');
}());
