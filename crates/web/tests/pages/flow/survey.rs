//! The life of a survey through the router: what respondents send, what the owner sees, and what
//! whoever reads the server cannot find out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::OrgCx;
use app::assessment::{RoundFacts, create_round};
use app::survey::NewLetters;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::assessment::Range;
use domain::identity::Role;
use domain::survey::{Anonymity, Survey, SurveyState};
use domain::{RoundId, SurveyId};
use testkit::TestApp;
use tower::ServiceExt;
use web::{Access, Web};

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

struct Stage {
    test: TestApp,
    cx: OrgCx,
    round: RoundId,
    router: axum::Router,
}

impl Stage {
    async fn new() -> Self {
        let test = TestApp::new().await;
        let org = test.municipality("Esimerkkilä").await;
        let cx = test.member(&org, Role::Coordinator).await;
        let draft = RoundFacts {
            new: None,
            title: domain::text::Title::parse("Nykytila 2027").unwrap(),
            framework: content::framework().id.clone(),
            due_on: None,
            revision: 0,
        };
        let round = create_round(&cx, &draft).await.unwrap();
        let (router, table) = web::router(Web {
            app: test.app.clone(),
            is_secure: false,
        });
        let answering = table.iter().filter(|one| one.access == Access::Answering);
        assert_eq!(answering.count(), 3);
        Self {
            test,
            cx,
            round,
            router,
        }
    }

    /// An open survey and its link.
    async fn survey(&self, anonymity: Anonymity, invited: &str) -> (SurveyId, String) {
        let draft = Survey {
            instrument: "elected".to_owned(),
            title: "Valtuusto 2027".to_owned(),
            anonymity,
            closes_on: "2027-05-31".parse().ok(),
            invited: invited.parse().unwrap_or_default(),
            ..app::survey::blank(&self.cx, self.round)
        };
        let id = app::survey::create(&self.cx, &draft).await.unwrap();
        app::survey::open(&self.cx, id).await.unwrap();
        let (survey, _) = app::survey::show(&self.cx, id).await.unwrap();
        assert_eq!(survey.state, SurveyState::Open);
        (id, format!("/survey/{}", survey.link_code))
    }

    async fn codes(&self, id: SurveyId, number: &str) -> Vec<String> {
        let new = NewLetters {
            group: "Valtuusto".to_owned(),
            unnamed: number.parse().unwrap(),
            named: Vec::new(),
            is_file: false,
        };
        let made = app::survey::letters(&self.cx, id, &new).await.unwrap();
        let made = made.made().expect("nobody else is asked");
        made.letters.into_iter().map(|one| one.code).collect()
    }

    async fn send(&self, method: Method, path: &str, body: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, "luotsi_flash=s|common.saved")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 1 << 24).await.unwrap();
        Answer {
            status,
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 1 << 24).await.unwrap();
        Answer {
            status,
            headers,
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    async fn post(&self, path: &str, body: &str) -> Answer {
        self.send(Method::POST, path, body).await
    }

    /// A page of the survey as the coordinator sees it.
    async fn own_page(&self, path: &str) -> String {
        let (app, own) = (&self.test.app, self.cx.actor().unwrap().id);
        let members = app::identity::members(&self.cx).await.unwrap();
        let me = members.into_iter().find(|it| it.user == own).unwrap();
        let email = me.email.as_str();
        let org = &self.cx.organisation().slug;
        let request = Request::builder()
            .uri(format!("/{org}{path}"))
            .header(header::COOKIE, crate::visit::cookie_of(app, email).await)
            .body(Body::empty())
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let bytes = to_bytes(response.into_body(), 1 << 24).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }
}

/// A form in which every scale question has the same answer.
fn filled(code: &str, answer: char, text: &str) -> String {
    let mut body = format!("v=1&lang=fi&code={code}");
    for at in 1..=29 {
        let _ = write!(body, "&q{at}={answer}");
    }
    if !text.is_empty() {
        let _ = write!(body, "&t1={text}");
    }
    body
}

fn hidden_code(page: &str) -> &str {
    let (_, rest) = page.split_once("name=code value=\"").unwrap();
    rest.split('"').next().unwrap()
}

#[tokio::test]
async fn the_form_is_small_in_every_language_and_needs_no_cookie() {
    let stage = Stage::new().await;
    for anonymity in [Anonymity::Split, Anonymity::Open] {
        let (_, link) = stage.survey(anonymity, "400").await;
        for language in ["fi", "sv", "en"] {
            let page = stage.get(&format!("{link}?lang={language}")).await;
            assert_eq!(page.status, StatusCode::OK);
            let size = page.body.len();
            assert!(size < 15_000, "{language}: {size} bytes");
            assert_eq!(page.body.matches("<fieldset").count(), 31);
            assert!(page.body.contains(&format!("<html lang=\"{language}\">")));
            assert!(!page.body.contains('⟦'), "a text is missing in {language}");
            assert!(page.headers.get(header::SET_COOKIE).is_none());
            assert_eq!(page.headers["referrer-policy"], "no-referrer");
            assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
        }
    }
}

#[tokio::test]
async fn a_survey_lives_from_a_draft_to_its_results() {
    let stage = Stage::new().await;
    let (id, link) = stage.survey(Anonymity::Split, "60").await;
    for (at, code) in stage.codes(id, "60").await.iter().enumerate() {
        let answer = ['y', 'p', 'n', 'u'][at % 4];
        let page = stage.post(&link, &filled(code, answer, "")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert!(page.headers.get(header::SET_COOKIE).is_none());
    }
    let (survey, _) = app::survey::show(&stage.cx, id).await.unwrap();
    let progress = app::survey::progress(&stage.cx, &survey).await.unwrap();
    assert_eq!(progress.invited, 60);
    assert!([0, 50].contains(&progress.answered), "{progress:?}");
    assert!(app::survey::results(&stage.cx, id).await.is_err());
    app::survey::close(&stage.cx, id).await.unwrap();
    let results = app::survey::results(&stage.cx, id).await.unwrap();
    assert_eq!(results.answered, 60);
    let first = results.themes[0].questions[0].tally.exact().unwrap();
    assert_eq!(
        (first.yes, first.partly, first.no, first.unknown),
        (15, 15, 15, 15)
    );
    // Nothing turns back.
    assert!(app::survey::close(&stage.cx, id).await.is_err());
    assert!(app::survey::open(&stage.cx, id).await.is_err());
    // However the address was changed on its way, it leads to the form.
    for changed in ["/", "%23ABC", ".", "%2F%23ABC"] {
        let answer = stage.get(&format!("{link}{changed}")).await;
        let to = answer
            .headers
            .get(header::LOCATION)
            .map(|it| it.to_str().unwrap());
        assert!(
            to.is_some_and(|to| to.starts_with(&link)),
            "{changed}: {to:?}"
        );
    }
    let late = stage.post(&link, &filled("7K3M", 'y', "myöhässä")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("myöhässä") && late.body.contains("value=y checked"));
    assert_eq!(stage.get(&link).await.status, StatusCode::GONE);
    // What was asked feeds the assessment.
    let picture = app::assessment::picture(&stage.cx, stage.round)
        .await
        .unwrap();
    let views = &picture.survey.by_theme["leadership"];
    assert_eq!((views.n, views.level), (60, Some(Range::exact(0.5))));
    let file = app::survey::export(&stage.cx, id, app::survey::ExportFormat::Csv).await;
    assert!(String::from_utf8_lossy(&file.unwrap().body).contains("q-responsibility"));
}

#[tokio::test]
async fn whatever_is_refused_keeps_what_was_typed() {
    let stage = Stage::new().await;
    let (id, link) = stage.survey(Anonymity::Split, "20").await;
    let code = stage.codes(id, "20").await.remove(0);
    let mut mistyped = code.clone();
    let last = mistyped.pop().unwrap();
    mistyped.push(if last == '2' { '3' } else { '2' });
    for (code, status) in [
        ("", StatusCode::UNPROCESSABLE_ENTITY),
        (mistyped.as_str(), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let page = stage.post(&link, &filled(code, 'n', "oma+sana")).await;
        assert_eq!(page.status, status);
        assert!(page.body.contains("oma sana") && page.body.contains("value=n checked"));
    }
    let empty = stage.post(&link, &format!("v=1&code={code}")).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let taken = stage.post(&link, &filled(&code, 'n', "")).await;
    assert_eq!(taken.status, StatusCode::OK);
    let twice = stage.post(&link, &filled(&code, 'p', "uusi")).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(twice.body.contains("uusi") && twice.body.contains("value=p checked"));
    let lost = stage
        .post("/survey/eiole", &filled(&code, 'p', "talteen"))
        .await;
    assert_eq!(lost.status, StatusCode::NOT_FOUND);
    assert!(lost.body.contains("talteen"));
}

#[tokio::test]
async fn an_open_form_sent_twice_counts_once_and_thanks_are_of_one_size() {
    let stage = Stage::new().await;
    let (id, link) = stage.survey(Anonymity::Open, "").await;
    let page = stage.get(&link).await;
    let code = hidden_code(&page.body).to_owned();
    let first = stage.post(&link, &filled(&code, 'y', "")).await;
    let again = stage.post(&link, &filled(&code, 'y', "")).await;
    assert_eq!(
        (first.status, again.status),
        (StatusCode::OK, StatusCode::OK)
    );
    // What was stored is shown in words.
    let question = content::question("q-responsibility").unwrap();
    let (asked, said) = (&question.text, content::answer(domain::survey::Level::Yes));
    let shown = format!(
        "<dt>{}</dt><dd>{}</dd>",
        asked.text(domain::Locale::Fi),
        said.text(domain::Locale::Fi)
    );
    assert!(first.body.contains(&shown), "{shown}");
    assert!(!first.body.contains("q-responsibility"));
    let other = stage.get(&link).await;
    let code = hidden_code(&other.body).to_owned();
    let short = stage.post(&link, &format!("v=1&code={code}&q1=u")).await;
    assert_eq!(short.body.len(), first.body.len());
    // Not compressed: what is compressed has the length of its content again.
    assert_eq!(first.headers[header::CONTENT_ENCODING], "identity");
    let place = stage.cx.organisation().id;
    assert_eq!(stage.test.app.store().answered(place, id).await.unwrap(), 2);
}

/// A power cut takes the answers that waited: the page says so, their codes can be used again, and the
/// survey closes.
#[tokio::test]
async fn answers_that_a_power_cut_took_are_told_and_can_be_given_again() {
    let stage = Stage::new().await;
    let (id, link) = stage.survey(Anonymity::Split, "30").await;
    let codes = stage.codes(id, "30").await;
    let page = format!("/surveys/{id}");
    for (at, code) in codes.iter().take(9).enumerate() {
        stage.post(&link, &signed(code, at)).await;
    }
    let told = "osa vastauksista menetettiin";
    assert!(!stage.own_page(&page).await.contains(told));
    stage.test.lose_keys();
    app::survey::tick(&stage.test.app).await.unwrap();
    let open = stage.own_page(&page).await;
    assert!(
        open.contains(told) && open.contains("vähintään 5 vastausta"),
        "{open}"
    );
    for (at, code) in codes.iter().take(9).enumerate() {
        let again = stage.post(&link, &signed(code, at)).await;
        assert!(again.body.contains("Kiitos!"), "{at}");
    }
    app::survey::close(&stage.cx, id).await.unwrap();
    let place = stage.cx.organisation().id;
    let ballots = stage.test.app.store().ballots(place, id).await.unwrap();
    assert_eq!(ballots.len(), 9, "each is counted once");
    let closed = stage.own_page(&format!("{page}/results")).await;
    assert!(closed.contains("Osa vastauksista menetettiin"), "{closed}");
}

/// Counts what is logged.
struct Counter(Arc<AtomicUsize>);

impl tracing::Subscriber for Counter {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        *metadata.level() <= tracing::Level::INFO
    }

    fn new_span(&self, _span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        self.0.fetch_add(1, Ordering::Relaxed);
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _span: &tracing::span::Id, _values: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _span: &tracing::span::Id, _follows: &tracing::span::Id) {}

    fn event(&self, _event: &tracing::Event<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn enter(&self, _span: &tracing::span::Id) {}

    fn exit(&self, _span: &tracing::span::Id) {}
}

#[tokio::test]
async fn answering_one_after_another_logs_nothing_and_leaves_no_order() {
    let stage = Stage::new().await;
    let (id, link) = stage.survey(Anonymity::Split, "60").await;
    let codes = stage.codes(id, "60").await;
    let logged = Arc::new(AtomicUsize::new(0));
    let guard = tracing::subscriber::set_default(Counter(Arc::clone(&logged)));
    for (at, code) in codes.iter().enumerate() {
        let page = stage.post(&link, &signed(code, at)).await;
        assert_eq!(page.status, StatusCode::OK);
        if at % 6 == 5 {
            app::survey::tick(&stage.test.app).await.unwrap();
        }
    }
    drop(guard);
    assert_eq!(logged.load(Ordering::Relaxed), 0, "something was logged");
    app::survey::close(&stage.cx, id).await.unwrap();
    let place = stage.cx.organisation().id;
    let ballots = stage.test.app.store().ballots(place, id).await.unwrap();
    assert_eq!(ballots.len(), 60);
    // Whoever knows the order of arrival matches the n-th ballot with the n-th person: by chance one
    // is right on average, and more than six in fewer than one run of ten thousand.
    let right = ballots
        .iter()
        .enumerate()
        .filter(|(at, ballot)| who(ballot) == *at)
        .count();
    assert!(right <= 6, "{right} of 60 matched by order");
    // No file holds a code, in any of its forms.
    for path in files(stage.test.folder()) {
        let bytes = std::fs::read(&path).unwrap();
        for code in &codes {
            let found = bytes
                .windows(code.len())
                .any(|part| part == code.as_bytes());
            assert!(!found, "a code is in {}", path.display());
        }
    }
}

/// A ballot that carries its giver's number in base four.
fn signed(code: &str, number: usize) -> String {
    let digit = |place: u32| ['y', 'p', 'n', 'u'][number / 4_usize.pow(place) % 4];
    format!(
        "v=1&code={code}&q1={}&q2={}&q3={}",
        digit(0),
        digit(1),
        digit(2)
    )
}

fn who(ballot: &BTreeMap<String, String>) -> usize {
    let asked = ["q-responsibility", "q-strategy", "q-reporting"];
    (0..)
        .zip(asked)
        .map(|(place, question)| {
            let codes = ["yes", "partly", "no", "unknown"];
            let digit = codes
                .iter()
                .position(|one| *one == ballot[question])
                .unwrap();
            digit * 4_usize.pow(place)
        })
        .sum()
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// A program in one network, with forms that it was shown: after two hundred it waits, and nothing
/// that was typed is lost. Letters are taken all the time.
#[tokio::test]
async fn a_network_that_sends_very_many_answers_is_asked_to_wait() {
    let stage = Stage::new().await;
    let (id, link) = stage.survey(Anonymity::Open, "").await;
    let word = link.rsplit('/').next().unwrap();
    let sheet = app::survey::sheet(&stage.test.app, word).await.unwrap();
    let mut taken = 0;
    let mut last = None;
    for _ in 0..260 {
        let pass = app::survey::form_pass(&stage.test.app, &sheet).await;
        let sent = filled(&pass.unwrap(), 'y', "oma+sana");
        let page = stage.post(&link, &sent).await;
        taken += usize::from(page.status == StatusCode::OK);
        last = Some((page, sent));
    }
    assert_eq!(taken, 200);
    let (page, sent) = last.unwrap();
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(page.headers[header::RETRY_AFTER], "600");
    assert!(page.body.contains("oma sana") && page.body.contains("value=y checked"));
    let (letters, split) = stage.survey(Anonymity::Split, "20").await;
    let code = stage.codes(letters, "20").await.remove(0);
    let letter = stage.post(&split, &filled(&code, 'n', "")).await;
    assert_eq!(letter.status, StatusCode::OK);
    stage.test.set_time("2027-05-11T09:10:00Z");
    assert_eq!(stage.post(&link, &sent).await.status, StatusCode::OK);
    let place = stage.cx.organisation().id;
    let count = stage.test.app.store().answered(place, id).await.unwrap();
    assert_eq!(count, 201);
}

#[tokio::test]
async fn a_form_that_was_open_for_too_long_is_sent_again_with_one_press() {
    let stage = Stage::new().await;
    let (id, link) = stage.survey(Anonymity::Open, "").await;
    let page = stage.get(&link).await;
    let old = hidden_code(&page.body).to_owned();
    stage.test.set_time("2027-05-12T10:00:00Z");
    let stale = stage.post(&link, &filled(&old, 'n', "oma+sana")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("oma sana") && stale.body.contains("value=n checked"));
    let new = hidden_code(&stale.body).to_owned();
    assert_ne!(new, old);
    let sent = stage.post(&link, &filled(&new, 'n', "oma+sana")).await;
    assert_eq!(sent.status, StatusCode::OK);
    let place = stage.cx.organisation().id;
    assert_eq!(stage.test.app.store().answered(place, id).await.unwrap(), 1);
}

/// What people are told: how many are invited, when the list of them goes, and that it has gone.
#[tokio::test]
async fn the_form_and_the_result_tell_of_the_roll() {
    let stage = Stage::new().await;
    let (id, link) = stage.survey(Anonymity::Split, "27").await;
    let codes = stage.codes(id, "30").await;
    let form = stage.get(&link).await.body;
    assert!(form.contains("30 kutsuttua") && form.contains("30 päivän kuluttua"));
    for code in codes.iter().take(12) {
        stage.post(&link, &filled(code, 'y', "")).await;
    }
    let page = format!("/surveys/{id}");
    let running = stage.own_page(&page).await;
    assert!(running.contains("ei vielä kerrota") && running.contains("30 päivän kuluttua"));
    let closing = stage.own_page(&format!("{page}/close")).await;
    assert!(
        closing.contains("jos vastauksia on vähintään 5"),
        "{closing}"
    );
    app::survey::close(&stage.cx, id).await.unwrap();
    let results = format!("{page}/results");
    let before = stage.own_page(&results).await;
    assert!(before.contains("poistetaan 10. kesäkuuta 2027"), "{before}");
    assert!(before.contains("niitä tehtiin siis 3 enemmän"));
    stage.test.set_time("2027-06-10T09:00:00Z");
    app::survey::purge_due(&stage.test.app).await.unwrap();
    let after = stage.own_page(&results).await;
    assert!(after.contains("poistettiin 10. kesäkuuta 2027"), "{after}");
    let (open, _) = stage.survey(Anonymity::Open, "5").await;
    app::survey::close(&stage.cx, open).await.unwrap();
    let doubles = stage.own_page(&format!("/surveys/{open}/results")).await;
    assert!(doubles.contains("vastannut useammin kuin kerran"));
}

/// A leader confirms the letters of a small survey; without the second person no page has a code.
#[tokio::test]
async fn letters_of_a_small_survey_go_through_the_pages_of_a_second_person() {
    let stage = Stage::new().await;
    let (id, _) = stage.survey(Anonymity::Split, "10").await;
    let new = NewLetters {
        group: "Hallitus".to_owned(),
        unnamed: 10,
        named: Vec::new(),
        is_file: false,
    };
    let asked = app::survey::letters(&stage.cx, id, &new).await.unwrap();
    assert_eq!(asked, app::survey::Asked::Waits);
    let running = stage.own_page(&format!("/surveys/{id}")).await;
    assert!(running.contains("10 kirjettä, Hallitus") && running.contains("Odottaa toisen"));
    assert!(!running.contains("Tarkista ja vahvista") && !running.contains("/make\""));
    let form = stage.own_page(&format!("/surveys/{id}/letters")).await;
    assert!(form.contains("ei ole vielä toista henkilöä"), "{form}");
    let request = app::survey::letter_requests(&stage.cx, id).await.unwrap();
    let path = format!("/surveys/{id}/letters/{}", request[0].id);
    let own = stage.own_page(&path).await;
    assert!(own.contains("jonkun muun on vahvistettava"), "{own}");
    assert!(!own.contains("/confirm\""));
}

/// What is written of a round whose two surveys were answered so, one letter for each respondent, with
/// ids and codes taken out: the survey's own result, the workspace, and the report in both editions.
async fn written(answers: [&str; 2]) -> Vec<String> {
    let stage = Stage::new().await;
    let mut pages = Vec::new();
    for letters in answers {
        let (id, link) = stage.survey(Anonymity::Open, "").await;
        for letter in letters.chars() {
            let form = stage.get(&link).await;
            let sent = filled(hidden_code(&form.body), letter, "");
            assert_eq!(stage.post(&link, &sent).await.status, StatusCode::OK);
        }
        app::survey::close(&stage.cx, id).await.unwrap();
        pages.push(format!("/surveys/{id}/results"));
    }
    let round = stage.round;
    for path in [
        "",
        "/workspace",
        "/workspace/leadership",
        "/workspace/leadership/leadership-responsibilities",
        "/results",
        "/results/report",
    ] {
        pages.push(format!("/rounds/{round}{path}"));
    }
    let mut written = Vec::new();
    for path in &pages {
        let page = stage.own_page(path).await;
        let missing = crate::stage::say("error.not-found.title");
        assert!(!page.contains(missing), "{path}");
        written.push(without_ids(&page));
    }
    written
}

/// Runs of hexadecimal digits and codes are drawn again in every world.
fn without_ids(page: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '=' | '_');
    let mut words = String::new();
    for part in page.split_inclusive(|c| !is_word(c)) {
        let digits = part.chars().filter(char::is_ascii_digit).count();
        if part.len() < 16 || digits < 2 {
            words.push_str(part);
        }
    }
    words
}

/// Whoever reads any page reads the same of answers that the bands cannot tell apart, and nothing that
/// is true of some of them only.
#[tokio::test]
async fn what_suppression_hides_is_told_nowhere() {
    let (one, other) = (
        written(["yyppnn", "ynynpp"]).await,
        written(["ypnuuu", "yyypnn"]).await,
    );
    for (at, (a, b)) in one.iter().zip(&other).enumerate() {
        let differs = a.split('\n').zip(b.split('\n')).find(|(a, b)| a != b);
        assert_eq!(a, b, "page {at}: {differs:?}");
    }
    let all = one.join("\n");
    assert!(all.contains("0–50\u{a0}% ei osaa sanoa"));
    // Nobody of the first world said so, and half of the second did.
    let mut parts: Vec<&str> = all.split("% ei osaa sanoa").collect();
    parts.pop();
    for part in parts {
        let before: String = part.chars().rev().take(6).collect();
        assert!(before.contains('–'), "{before}");
    }
}
