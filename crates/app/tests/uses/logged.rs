//! What is written in the log: each change once, with who and when, and never the words themselves.

use std::collections::BTreeSet;

use app::assessment::{self, Listed};
use app::audit::{AuditEntry, page};
use app::import::{AnswersPlan, Extent};
use app::survey::NewLetters;
use app::{OrgCx, document, handbook, identity, import, interview, leadership, measure, programme};
use app::{risk, service, survey, threat, training};
use domain::audit::AuditKind;
use domain::identity::Role;
use domain::survey::{Anonymity, Level, Survey};
use domain::training::{Rhythm, SurveyPart};
use domain::{ActionId, FindingId, Locale, ThreatId};
use testkit::TestApp;
use testkit::pictures::png;

use crate::at::{a_programme, a_session, a_survey, an_interview};
use crate::frozen::ANSWERS;
use crate::table::{At, judged};

/// Follows the log of one organisation.
struct Log {
    cx: OrgCx,
    seen: i64,
    kinds: BTreeSet<&'static str>,
}

impl Log {
    async fn new(cx: &OrgCx) -> Self {
        let newest = page(cx, None).await.unwrap();
        Self {
            cx: cx.clone(),
            seen: newest.first().map_or(0, |one| one.sequence),
            kinds: BTreeSet::new(),
        }
    }

    async fn news(&mut self) -> Vec<AuditEntry> {
        let all = page(&self.cx, None).await.unwrap();
        let new: Vec<_> = all
            .into_iter()
            .filter(|it| it.sequence > self.seen)
            .collect();
        self.seen += i64::try_from(new.len()).unwrap();
        new
    }

    /// Fails unless exactly these entries have come, by the person who acts, now.
    async fn has(&mut self, kinds: &[AuditKind]) {
        let mut found: Vec<_> = self.news().await;
        found.reverse();
        let codes: Vec<_> = found.iter().map(|it| it.kind.code()).collect();
        let wanted: Vec<_> = kinds.iter().map(|it| it.code()).collect();
        assert_eq!(codes, wanted);
        for entry in found {
            assert!(entry.is_intact && entry.at == self.cx.now(), "{entry:?}");
            assert!(
                entry.actor_name.is_some() && !entry.subject.is_empty(),
                "{entry:?}"
            );
            self.kinds.insert(entry.kind.code());
        }
    }
}

use AuditKind as K;

async fn assessed(cx: &OrgCx, at: &At, log: &mut Log) {
    let round = assessment::create_round(cx, &at.facts).await.unwrap();
    log.has(&[K::RoundCreated]).await;
    assessment::judge(cx, round, &judged(Level::No, 0))
        .await
        .unwrap();
    log.has(&[K::JudgementSaved]).await;
    assessment::publish(cx, round, 1).await.unwrap();
    assessment::reopen(cx, round, 2).await.unwrap();
    log.has(&[K::RoundChanged, K::RoundChanged]).await;
    let finding = domain::assessment::Finding {
        id: cx.id(),
        revision: 0,
        ..at.finding.clone()
    };
    assessment::save_proposal::<FindingId>(cx, round, &finding)
        .await
        .unwrap();
    log.has(&[K::FindingSaved]).await;
    assessment::remove_proposal(cx, round, finding.id, 1)
        .await
        .unwrap();
    assessment::restore_proposal(cx, round, finding.id)
        .await
        .unwrap();
    log.has(&[K::FindingRemoved, K::FindingSaved]).await;
    let action = domain::assessment::Action {
        id: cx.id(),
        revision: 0,
        ..at.action.clone()
    };
    assessment::save_proposal::<ActionId>(cx, round, &action)
        .await
        .unwrap();
    assessment::remove_proposal(cx, round, action.id, 1)
        .await
        .unwrap();
    log.has(&[K::ActionSaved, K::ActionRemoved]).await;
    let text = leadership::summary_text(cx, round, Locale::Fi)
        .await
        .unwrap();
    leadership::save_summary(cx, round, Locale::Fi, &text)
        .await
        .unwrap();
    log.has(&[K::SummarySaved]).await;
    leadership::annex_page(cx, round).await.unwrap();
    log.has(&[K::SecretOpened]).await;
    let other = crate::at::a_framework("third", 2);
    assessment::keep_framework(cx, &other, "x.yaml", &Listed::default())
        .await
        .unwrap();
    assessment::remove_framework(cx, "third").await.unwrap();
    log.has(&[K::FrameworkLoaded, K::FrameworkRemoved]).await;
}

/// Letters of a small survey are asked for, refused, taken back, asked for again and confirmed.
async fn lettered(test: &TestApp, cx: &OrgCx, at: &At, log: &mut Log) {
    let second = test.member(cx.organisation(), Role::Leadership).await;
    let small = Survey {
        anonymity: Anonymity::Split,
        invited: 9,
        ..a_survey(cx, at.round)
    };
    let id = survey::create(cx, &small).await.unwrap();
    survey::open(cx, id).await.unwrap();
    log.has(&[K::SurveyCreated, K::SurveyOpened]).await;
    let new = NewLetters {
        group: "Valtuusto".to_owned(),
        unnamed: 8,
        named: vec!["salainen@example.fi".to_owned()],
        is_file: false,
    };
    let word = survey::Refusal {
        word: "Kirjasto ei kuulu tähän.".to_owned(),
    };
    for is_confirmed in [false, true] {
        survey::letters(cx, id, &new).await.unwrap();
        log.has(&[K::LettersAsked]).await;
        let request = survey::letter_requests(cx, id).await.unwrap()[0].id;
        if is_confirmed {
            survey::confirm_letters(&second, id, request).await.unwrap();
            survey::confirmed_letters(cx, id, request, false)
                .await
                .unwrap();
            log.has(&[K::LettersConfirmed, K::LettersMade]).await;
        } else {
            survey::refuse_letters(&second, id, request, &word)
                .await
                .unwrap();
            survey::withdraw_letters(cx, id, request).await.unwrap();
            log.has(&[K::LettersRefused, K::LettersWithdrawn]).await;
        }
    }
    let entries = page(cx, None).await.unwrap();
    let told: Vec<_> = entries
        .iter()
        .filter(|it| it.kind.code().starts_with("survey.letters") && it.subject == id.to_string())
        .map(|it| it.detail.as_str())
        .collect();
    assert_eq!(told, ["9"; 6], "how many, and never whom");
    survey::close(cx, id).await.unwrap();
    log.has(&[K::SurveyClosed]).await;
    let now = cx.now();
    test.set_time("2027-06-10T09:00:00Z");
    survey::purge_due(&test.app).await.unwrap();
    test.set_time(&now.to_string());
    let erased: Vec<_> = log.news().await;
    let told = |it: &AuditEntry| (it.kind, it.detail.clone(), it.actor_name.clone());
    let own = erased
        .iter()
        .find(|it| it.subject == id.to_string())
        .unwrap();
    assert_eq!(told(own), (K::RollErased, "9".to_owned(), None));
    log.kinds.insert(K::RollErased.code());
}

async fn asked(cx: &OrgCx, at: &At, log: &mut Log) {
    let draft = Survey {
        anonymity: Anonymity::Split,
        invited: 27,
        ..a_survey(cx, at.round)
    };
    let id = survey::create(cx, &draft).await.unwrap();
    log.has(&[K::SurveyCreated]).await;
    let draft = Survey {
        revision: 1,
        ..draft
    };
    survey::change(cx, &draft).await.unwrap();
    log.has(&[K::SurveyChanged]).await;
    survey::open(cx, id).await.unwrap();
    log.has(&[K::SurveyOpened]).await;
    let new = NewLetters {
        group: "Valtuusto".to_owned(),
        unnamed: 19,
        named: vec!["salainen@example.fi".to_owned()],
        is_file: false,
    };
    survey::letters(cx, id, &new).await.unwrap();
    log.has(&[K::LettersMade]).await;
    survey::close(cx, id).await.unwrap();
    log.has(&[K::SurveyClosed]).await;
    let plan = AnswersPlan::of("elected");
    let file = ANSWERS.as_bytes();
    let (imported, _) = import::take_answers(cx, at.round, file, &plan, Extent::Rest)
        .await
        .unwrap();
    log.has(&[K::AnswersImported]).await;
    import::remove_answers(cx, imported).await.unwrap();
    log.has(&[K::AnswersRemoved]).await;
    training::begin_survey(cx, SurveyPart::Before, Some(at.round), "elected")
        .await
        .unwrap();
    log.has(&[K::SurveyCreated, K::TrainingSurveyed]).await;
    training::leave_survey(cx, SurveyPart::Before)
        .await
        .unwrap();
    log.has(&[K::TrainingSurveyed]).await;
}

async fn heard(cx: &OrgCx, at: &At, log: &mut Log) {
    let interview = an_interview(cx, at.round);
    interview::save_facts(cx, &interview).await.unwrap();
    log.has(&[K::InterviewCreated]).await;
    import::take_notes(cx, interview.id, crate::at::NOTES.as_bytes())
        .await
        .unwrap();
    log.has(&[K::NotesImported]).await;
    let passage = crate::at::a_passage(cx, &interview);
    interview::code(cx, at.round, &passage).await.unwrap();
    log.has(&[K::PassageSaved]).await;
    let kept = interview::uncode(cx, at.round, interview.id, passage.id)
        .await
        .unwrap();
    interview::restore(cx, at.round, interview.id, kept)
        .await
        .unwrap();
    log.has(&[K::PassageRemoved, K::PassageSaved]).await;
    interview::set_done(cx, at.round, interview.id, true)
        .await
        .unwrap();
    log.has(&[K::InterviewSaved]).await;
    interview::remove(cx, at.round, interview.id).await.unwrap();
    log.has(&[K::InterviewRemoved]).await;
    document::save(cx, &at.review).await.unwrap();
    log.has(&[K::DocumentReviewed]).await;
    let table = import::documents_template(cx, at.round).await.unwrap();
    import::take_documents(cx, at.round, &table, Extent::Rest)
        .await
        .unwrap();
    log.has(&[K::DocumentsImported]).await;
}

async fn decided(cx: &OrgCx, at: &At, log: &mut Log) {
    let threat = threat::threat(cx, &ThreatId::new("ransomware-own"))
        .await
        .unwrap();
    threat::adapt(cx, &threat.ranges()).await.unwrap();
    let own = threat::threat(cx, &threat.threat.id).await.unwrap().own;
    let stale = threat::forget(cx, &threat.threat.id, 99).await;
    assert!(matches!(stale, Err(app::Error::Conflict)), "{stale:?}");
    let seen = own.unwrap().revision;
    threat::forget(cx, &threat.threat.id, seen).await.unwrap();
    log.has(&[K::ThreatAdapted, K::ThreatAdapted]).await;
    let mine = crate::at::a_measure(cx);
    measure::save(cx, &mine).await.unwrap();
    log.has(&[K::MeasurePlanned]).await;
    let decision = crate::at::a_decision(cx, vec![mine.id.clone()]);
    measure::record_decision(cx, &decision).await.unwrap();
    log.has(&[K::MeasurePlanned, K::DecisionRecorded]).await;
    measure::remove_decision(cx, &decision.id, 1).await.unwrap();
    measure::remove(cx, &mine.id, 2).await.unwrap();
    log.has(&[K::DecisionRemoved, K::MeasureRemoved]).await;
    measure::accept(cx, &at.acceptance).await.unwrap();
    measure::remove_acceptance(cx, &at.acceptance.id, 2)
        .await
        .unwrap();
    log.has(&[K::RiskAccepted, K::AcceptanceRemoved]).await;
    risk::set_appetite(cx, &domain::risk::Appetite::default())
        .await
        .unwrap();
    log.has(&[K::AppetiteSaved]).await;
    risk::begin(cx, risk::RunRequest { terms: 10, seed: 1 })
        .await
        .unwrap();
    log.has(&[K::SimulationBegun]).await;
    service::save(cx, &at.node.clone().into()).await.unwrap();
    service::remove(cx, at.node.id, 2).await.unwrap();
    log.has(&[K::ServiceSaved, K::ServiceRemoved]).await;
    let all = [content::starting_set().services[0].id.clone()];
    service::adopt(cx, &all).await.unwrap();
    log.has(&[K::ServicesAdopted]).await;
    let table = "Nimi;Laji\nKirjasto;palvelu\n";
    import::take_services(cx, table.as_bytes(), Extent::Whole)
        .await
        .unwrap();
    log.has(&[K::ServicesImported]).await;
}

async fn shared(cx: &OrgCx, at: &At, log: &mut Log) {
    handbook::forget(cx, &at.part, 1).await.unwrap();
    handbook::set_open(cx, true, 0).await.unwrap();
    log.has(&[K::HandbookSaved, K::HandbookChanged]).await;
    handbook::add_picture(cx, "toinen", "k.png", png(9, 9))
        .await
        .unwrap();
    handbook::remove_picture(cx, &"toinen.png".parse().unwrap())
        .await
        .unwrap();
    log.has(&[K::HandbookPictureAdded, K::HandbookPictureRemoved])
        .await;
    training::hold(cx, &a_session(cx)).await.unwrap();
    training::remove(cx, at.held).await.unwrap();
    log.has(&[K::SessionHeld, K::SessionHeld]).await;
    training::set_rhythm(cx, Rhythm::Monthly).await.unwrap();
    training::remind(cx).await.unwrap();
    log.has(&[K::ReminderChosen, K::TrainingReminded]).await;
    programme::create(cx, &a_programme(cx)).await.unwrap();
    programme::share(cx, at.programme.id, true).await.unwrap();
    log.has(&[K::ProgrammeJoined, K::ProgrammeChanged]).await;
    programme::let_in(cx, at.programme.id, at.guest)
        .await
        .unwrap();
    programme::shut_out(cx, at.programme.id, at.guest)
        .await
        .unwrap();
    log.has(&[K::PartnerLetIn, K::PartnerShutOut]).await;
    identity::invite(cx, &testkit::invite("toinen@example.fi", &[Role::Owner]))
        .await
        .unwrap();
    identity::set_roles(cx, at.person, &[Role::Elected], None)
        .await
        .unwrap();
    identity::remove(cx, at.person).await.unwrap();
    identity::withdraw(cx, at.invitation).await.unwrap();
    identity::ask_second_step(cx, true).await.unwrap();
    // Asked already: nothing changes.
    identity::ask_second_step(cx, true).await.unwrap();
    identity::ask_second_step(cx, false).await.unwrap();
    let members = [
        K::MemberInvited,
        K::MemberChanged,
        K::MemberRemoved,
        K::InvitationWithdrawn,
        K::SecondStepAsked,
        K::SecondStepAsked,
    ];
    log.has(&members).await;
}

#[tokio::test]
async fn each_change_writes_its_entry_once_and_no_kind_is_forgotten() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let at = At::planted(&test, &cx).await;
    let mut log = Log::new(&cx).await;
    assessed(&cx, &at, &mut log).await;
    asked(&cx, &at, &mut log).await;
    lettered(&test, &cx, &at, &mut log).await;
    heard(&cx, &at, &mut log).await;
    decided(&cx, &at, &mut log).await;
    shared(&cx, &at, &mut log).await;
    // Shown where a person joins, an organisation is made or erased, a text is released, and below; and where a
    // password is reset, which needs an installation without mail.
    let elsewhere = [
        K::MemberJoined,
        K::OrganisationCreated,
        K::OrganisationErased,
        K::TextReleased,
        K::ResetBegun,
        K::ResetStopped,
        K::ResetDone,
    ];
    let elsewhere = [&elsewhere[..], &OF_ACCOUNTS].concat();
    for kind in AuditKind::ALL {
        let is_shown = log.kinds.contains(kind.code()) || elsewhere.contains(kind);
        assert!(is_shown, "{kind:?} is written by nothing");
    }
    for entry in page(&cx, None).await.unwrap() {
        let said = format!("{} {}", entry.subject, entry.detail);
        for secret in [
            "example.fi",
            "Palautusta",
            "Nykytila",
            "Valtuusto",
            "Kirjasto",
        ] {
            assert!(!said.contains(secret), "{said}");
        }
    }
}

/// What happens to an account is in the log of each of the person's organisations.
const OF_ACCOUNTS: [K; 6] = [
    K::LoggedIn,
    K::LoginRefused,
    K::PasswordChanged,
    K::SecondStepAdded,
    K::SecondStepRemoved,
    K::CodesRenewed,
];

#[tokio::test]
async fn what_happens_to_an_account_is_in_the_log_of_each_of_its_organisations() {
    let test = TestApp::new().await;
    let (one, other) = (
        test.municipality("Esimerkkilä").await,
        test.municipality("Mallijoki").await,
    );
    let watched = [
        test.member(&one, Role::Coordinator).await,
        test.member(&other, Role::Coordinator).await,
    ];
    let stranger = test.municipality("Muualla").await;
    let stranger = test.member(&stranger, Role::Coordinator).await;
    let user = test.person("Maija Malli", false).await;
    for org in [&one, &other] {
        test.join(&user, org, &[Role::Elected]).await;
    }
    let app = &test.app;
    let origin = identity::Origin::default();
    let email = user.email.as_str();
    let wrong = identity::sign_in(app, email, "väärä salasana", origin)
        .await
        .unwrap();
    assert!(wrong.is_err());
    // Noted by a job, so that the time of the answer does not tell whose address it is.
    test.work().await;
    let (token, _) = identity::sign_in(app, email, testkit::PASSWORD, origin)
        .await
        .unwrap()
        .unwrap();
    let holder = identity::Holder { user: &user, token };
    let words = (testkit::PASSWORD, "neljä uutta satamaa");
    identity::change_password(app, holder, words, origin)
        .await
        .unwrap();
    let offer = identity::begin_totp(app, holder).await.unwrap();
    let code = testkit::code_of(&offer.secret, app.now());
    identity::confirm_totp(app, holder, (&code, words.1), origin)
        .await
        .unwrap();
    identity::renew_codes(app, &user, words.1, origin)
        .await
        .unwrap();
    identity::remove_totp(app, &user, words.1, origin)
        .await
        .unwrap();
    for cx in &watched {
        let mut entries = page(cx, None).await.unwrap();
        entries.reverse();
        let kinds: Vec<_> = entries.iter().map(|it| it.kind).collect();
        let [logged, refused, password, added, removed, codes] = OF_ACCOUNTS;
        assert_eq!(kinds, [refused, logged, password, added, codes, removed]);
        assert!(
            entries
                .iter()
                .all(|it| it.is_intact && it.subject == user.id.to_string())
        );
        assert_eq!(entries[1].detail, "other other");
        assert_eq!(entries[3].detail, "totp");
    }
    assert!(page(&stranger, None).await.unwrap().is_empty());
}

/// Whoever guesses on and on must not fill anybody's log, and an address of nobody's is in none.
#[tokio::test]
async fn refused_guesses_are_recorded_and_never_without_end() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let user = test.person("Maija Malli", false).await;
    test.join(&user, &org, &[Role::Elected]).await;
    for network in 0..4 {
        let from = identity::Origin::new(Some(std::net::Ipv4Addr::new(192, 0, 2, network).into()));
        let emails = [user.email.as_str(), "tuntematon@example.fi"];
        for email in emails.iter().cycle().take(12) {
            let wrong = identity::sign_in(&test.app, email, "väärä salasana", from).await;
            assert!(wrong.unwrap().is_err());
        }
    }
    test.work().await;
    let entries = page(&cx, None).await.unwrap();
    assert_eq!(entries.len(), 20);
    assert!(entries.iter().all(|it| it.kind == K::LoginRefused));
}

#[tokio::test]
async fn a_person_joins_and_an_organisation_is_made_with_an_entry_each() {
    let test = TestApp::new().await;
    let operator = test.person("Yrjö Ylläpitäjä", true).await;
    let listed = content::municipalities()[0].code.clone();
    let made = testkit::found(&test.app, &operator, &listed).await;
    let cx = test.member(&made, Role::Coordinator).await;
    let entries = page(&cx, None).await.unwrap();
    let kinds: Vec<_> = entries.iter().map(|it| it.kind).collect();
    assert_eq!(
        kinds,
        [AuditKind::MemberInvited, AuditKind::OrganisationCreated]
    );
    for entry in &entries {
        assert_eq!(entry.actor_name.as_deref(), Some("Yrjö Ylläpitäjä"));
    }
    let gone = test.municipality("Poistola").await;
    let typed = app::backup::Erasure {
        name: domain::text::Title::parse("Poistola").unwrap(),
    };
    app::backup::erase(
        &test.app,
        &operator,
        (gone.id, &typed),
        (testkit::PASSWORD, identity::Origin::default()),
    )
    .await
    .unwrap();
    let erased = app::backup::erased(&test.app, &operator).await.unwrap();
    assert_eq!(erased.len(), 1);
    assert_eq!(erased[0].kind, AuditKind::OrganisationErased);
    assert!(erased[0].is_intact && erased[0].subject == "Poistola");
    assert_eq!(erased[0].actor_name.as_deref(), Some("Yrjö Ylläpitäjä"));
    assert!(
        app::backup::erase(
            &test.app,
            &operator,
            (gone.id, &typed),
            (testkit::PASSWORD, identity::Origin::default())
        )
        .await
        .is_err()
    );
    let invited = testkit::invite("uusi@example.fi", &[Role::Owner]);
    identity::invite(&cx, &invited).await.unwrap();
    let token = test.mailed_token().await;
    let filled = identity::Accept {
        name: "Uusi Jäsen".to_owned(),
        password: testkit::PASSWORD.to_owned(),
        locale: Locale::Sv,
    };
    identity::accept(&test.app, token, &filled, identity::Origin::default())
        .await
        .unwrap();
    let newest = page(&cx, None).await.unwrap().remove(0);
    assert_eq!(newest.kind, AuditKind::MemberJoined);
    assert_eq!(newest.actor_name.as_deref(), Some("Uusi Jäsen"));
}

#[tokio::test]
async fn who_changed_something_last_is_told_to_whoever_edits_it() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let other = test.member(&org, Role::Assessor).await;
    let at = At::planted(&test, &cx).await;
    let subject = assessment::judgement_subject(at.round, &crate::criterion_id());
    let last = app::audit::last_change(&cx, std::slice::from_ref(&subject))
        .await
        .unwrap()
        .unwrap();
    assert!(last.is_own);
    test.set_time("2027-05-11T10:00:00Z");
    assessment::judge(&other, at.round, &judged(Level::Yes, 1))
        .await
        .unwrap();
    let last = app::audit::last_change(&cx, std::slice::from_ref(&subject))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((last.is_own, last.at), (false, test.app.now()));
    assert_eq!(last.name, other.actor().unwrap().name);
    let nothing = app::audit::last_change(&cx, &["nothing".to_owned()]).await;
    assert_eq!(nothing.unwrap(), None);
    let both = ["nothing".to_owned(), subject];
    let newest = app::audit::last_change(&cx, &both).await.unwrap();
    assert_eq!(newest.map(|it| it.at), Some(last.at));
}
