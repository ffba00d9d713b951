//! What crosses between organisations of a programme, and what does not.

use app::form::{self, Typed};
use app::organisation::{enter, mine};
use app::programme::{self, Standing};
use app::{Error, OrgCx, Outcome};
use domain::ProgrammeId;
use domain::assessment::RoundState;
use domain::audit::AuditKind;
use domain::identity::Role;
use domain::organisation::{Kind, Organisation};
use domain::programme::Programme;
use jiff::civil::date;
use testkit::{TestApp, planted};

struct Scene {
    test: TestApp,
    first: Organisation,
    second: Organisation,
    partner: Organisation,
    id: ProgrammeId,
    lead: OrgCx,
    other: OrgCx,
}

fn typed() -> Typed {
    Typed::of(&[
        ("title", "Digiturvahanke"),
        ("goal", "Arvioidaan digiturva yhdessä."),
        ("starts_on", "2027-01-01"),
        ("ends_on", "2027-06-30"),
        ("revision", "0"),
    ])
}

async fn create(cx: &OrgCx, typed: &Typed) -> Outcome<ProgrammeId> {
    let made: Programme = form::read(cx, &(), None, typed)?;
    programme::create(cx, &made).await?;
    Ok(made.id)
}

async fn save(cx: &OrgCx, id: ProgrammeId, typed: &Typed) -> Outcome<()> {
    let was = programme::programme(cx, id).await?.programme;
    programme::save(cx, &form::read(cx, &(), Some(&was), typed)?).await
}

/// Two municipalities and a partner in one programme.
async fn scene() -> Scene {
    let test = TestApp::new().await;
    let first = test.municipality("Esimerkkilä").await;
    let second = test.municipality("Mallijoki").await;
    let partner = test.organisation("Kumppani Oy", Kind::Partner).await;
    let lead = test.member(&first, Role::Coordinator).await;
    let other = test.member(&second, Role::Coordinator).await;
    let theirs = test.member(&partner, Role::Coordinator).await;
    let id = create(&lead, &typed()).await.unwrap();
    programme::invite(&lead, id, &[second.id, partner.id])
        .await
        .unwrap();
    programme::accept(&other, id).await.unwrap();
    programme::accept(&theirs, id).await.unwrap();
    for cx in [&lead, &other] {
        programme::let_in(cx, id, partner.id).await.unwrap();
    }
    Scene {
        test,
        first,
        second,
        partner,
        id,
        lead,
        other,
    }
}

async fn publish(cx: &OrgCx, title: &str) {
    planted::round(cx, RoundState::Published, title).await;
}

async fn joint(cx: &OrgCx, id: ProgrammeId) -> Option<String> {
    let page = programme::joint_page(cx, id).await.unwrap();
    page.map(|page| serde_json::to_string(&page).unwrap())
}

#[tokio::test]
async fn a_municipality_that_does_not_share_is_never_in_the_joint_report() {
    let scene = scene().await;
    publish(&scene.lead, "Ensimmäisen").await;
    publish(&scene.other, "Toisen").await;
    assert!(joint(&scene.lead, scene.id).await.is_none());
    programme::share(&scene.lead, scene.id, true).await.unwrap();
    for cx in [&scene.lead, &scene.other] {
        let report = joint(cx, scene.id).await.unwrap();
        assert!(report.contains("Ensimmäisen toimenpiteen otsikko"));
        assert!(!report.contains("Toisen toimenpiteen otsikko") && !report.contains("Mallijoki"));
    }
    programme::share(&scene.other, scene.id, true)
        .await
        .unwrap();
    for locale in domain::Locale::ALL {
        let report = joint(&scene.lead.in_language(locale), scene.id)
            .await
            .unwrap();
        assert!(report.contains("Mallijoki") && !report.contains(planted::INTERNAL));
    }
    programme::share(&scene.lead, scene.id, false)
        .await
        .unwrap();
    let report = joint(&scene.other, scene.id).await.unwrap();
    assert!(!report.contains("Ensimmäisen toimenpiteen otsikko"));
}

#[tokio::test]
async fn an_invited_municipality_opens_nothing_before_it_accepts() {
    let test = TestApp::new().await;
    let host = test.organisation("Verkosto ry", Kind::Host).await;
    let partner = test.organisation("Kumppani Oy", Kind::Partner).await;
    let town = test.municipality("Esimerkkilä").await;
    let cx = test.member(&host, Role::Host).await;
    let id = create(&cx, &typed()).await.unwrap();
    programme::invite(&cx, id, &[town.id, partner.id])
        .await
        .unwrap();
    let theirs = test.member(&partner, Role::Coordinator).await;
    programme::accept(&theirs, id).await.unwrap();
    let assessor = test.person("arvioija", false).await;
    test.join(&assessor, &partner, &[Role::Assessor]).await;
    let early = enter(&test.app, &assessor, town.slug.as_str()).await;
    assert!(matches!(early, Err(Error::NotFound)));
    let elected = test.member(&town, Role::Elected).await;
    assert!(matches!(
        programme::accept(&elected, id).await,
        Err(Error::Forbidden)
    ));
    let leader = test.member(&town, Role::Leadership).await;
    programme::accept(&leader, id).await.unwrap();
    let joined = enter(&test.app, &assessor, town.slug.as_str()).await;
    assert!(
        matches!(joined, Err(Error::NotFound)),
        "joining lets nobody in"
    );
    programme::let_in(&leader, id, partner.id).await.unwrap();
    assert!(
        enter(&test.app, &assessor, town.slug.as_str())
            .await
            .is_ok()
    );
    assert!(matches!(
        programme::accept(&leader, id).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn a_partners_access_ends_with_the_programme() {
    let scene = scene().await;
    publish(&scene.lead, "Ensimmäisen").await;
    programme::share(&scene.lead, scene.id, true).await.unwrap();
    let assessor = scene.test.person("arvioija", false).await;
    scene
        .test
        .join(&assessor, &scene.partner, &[Role::Assessor])
        .await;
    let home = scene.test.enter(&assessor, &scene.partner).await;
    assert!(!programme::board(&home, scene.id).await.unwrap().is_empty());
    assert!(joint(&home, scene.id).await.is_some());
    scene.test.set_time("2027-07-01T09:00:00Z");
    let late = enter(&scene.test.app, &assessor, scene.first.slug.as_str());
    assert!(matches!(late.await, Err(Error::NotFound)));
    assert!(programme::board(&home, scene.id).await.unwrap().is_empty());
    let report = programme::joint_page(&home, scene.id).await;
    assert!(matches!(report, Err(Error::Refused(_))));
    assert!(joint(&scene.lead, scene.id).await.is_some());
}

#[tokio::test]
async fn neighbours_see_the_word_and_not_the_numbers() {
    let scene = scene().await;
    publish(&scene.lead, "Ensimmäisen").await;
    let board = programme::board(&scene.other, scene.id).await.unwrap();
    assert_eq!(board.len(), 2);
    for row in &board {
        let is_own = row.organisation.id == scene.second.id;
        assert_eq!(row.counted.is_some(), is_own);
        let expected = if is_own {
            Standing::NotStarted
        } else {
            Standing::Published
        };
        assert_eq!(row.standing, expected);
    }
}

#[tokio::test]
async fn only_a_municipalitys_own_people_decide_for_it() {
    let scene = scene().await;
    for role in [Role::Elected, Role::Owner, Role::Assessor, Role::Host] {
        let cx = scene.test.member(&scene.first, role).await;
        let shared = programme::share(&cx, scene.id, true).await;
        assert!(matches!(shared, Err(Error::Forbidden)), "{role:?}");
        let left = programme::leave(&cx, scene.id).await;
        assert!(matches!(left, Err(Error::Forbidden)), "{role:?}");
        let invited = programme::invite(&cx, scene.id, &[]).await;
        assert!(invited.is_err(), "{role:?}");
        assert!(create(&cx, &typed()).await.is_err(), "{role:?}");
    }
    let partner = scene.test.member(&scene.partner, Role::Coordinator).await;
    let longer = typed().with("ends_on", "2030-01-01").with("revision", "1");
    let saved = save(&partner, scene.id, &longer).await;
    assert!(matches!(saved, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_longer_programme_lets_partners_in_only_where_it_was_agreed() {
    let scene = scene().await;
    let assessor = scene.test.person("Arvioija", false).await;
    scene
        .test
        .join(&assessor, &scene.partner, &[Role::Assessor])
        .await;
    let longer = typed()
        .with("starts_on", "2026-01-01")
        .with("ends_on", "2028-01-01")
        .with("revision", "1");
    save(&scene.lead, scene.id, &longer).await.unwrap();
    let view = programme::programme(&scene.other, scene.id).await.unwrap();
    assert!(view.waits_for_agreement());
    assert_eq!(view.access_ends_on(), date(2027, 6, 30));
    let view = programme::programme(&scene.lead, scene.id).await.unwrap();
    assert!(!view.waits_for_agreement());
    scene.test.set_time("2027-07-01T10:00:00Z");
    let app = &scene.test.app;
    let here = enter(app, &assessor, scene.first.slug.as_str()).await;
    assert!(here.is_ok());
    let second = scene.second.slug.as_str();
    let there = enter(app, &assessor, second).await;
    assert!(matches!(there, Err(Error::NotFound)));
    programme::agree(&scene.other, scene.id).await.unwrap();
    assert!(enter(app, &assessor, second).await.is_ok());
}

#[tokio::test]
async fn outsiders_find_no_programme() {
    let scene = scene().await;
    let town = scene.test.municipality("Sivukylä").await;
    let stranger = scene.test.member(&town, Role::Coordinator).await;
    let found = programme::programme(&stranger, scene.id).await;
    assert!(matches!(found, Err(Error::NotFound)));
    let found = programme::joint_page(&stranger, scene.id).await;
    assert!(matches!(found, Err(Error::NotFound)));
    assert!(matches!(
        programme::accept(&stranger, scene.id).await,
        Err(Error::NotFound)
    ));
    let candidates = programme::candidates(&scene.lead, scene.id).await.unwrap();
    assert_eq!(candidates.len(), 1);
}

#[tokio::test]
async fn two_who_edit_do_not_overwrite_each_other() {
    let scene = scene().await;
    let changed = typed().with("revision", "1");
    save(&scene.lead, scene.id, &changed).await.unwrap();
    // It is everybody's programme: who else takes part finds the change in the own log.
    let told = app::audit::page(&scene.other, None).await.unwrap();
    let first = told.first().unwrap();
    assert_eq!(first.kind, AuditKind::ProgrammeChanged);
    let by = scene.lead.organisation().slug.as_str();
    assert!(first.detail.starts_with(by), "{}", first.detail);
    assert_eq!(first.actor_name, None);
    let stale = save(&scene.other, scene.id, &changed).await;
    assert!(matches!(stale, Err(Error::Conflict)));
    let backwards = changed.with("ends_on", "2026-01-01");
    let refused = save(&scene.lead, scene.id, &backwards).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn leaving_takes_the_results_out_and_closes_the_door() {
    let scene = scene().await;
    publish(&scene.other, "Toisen").await;
    programme::share(&scene.other, scene.id, true)
        .await
        .unwrap();
    programme::leave(&scene.other, scene.id).await.unwrap();
    assert!(joint(&scene.lead, scene.id).await.is_none());
    let gone = programme::programme(&scene.other, scene.id).await;
    assert!(matches!(gone, Err(Error::NotFound)));
}

/// The names of the people who may see a municipality's data, by whether they do.
async fn guests(cx: &OrgCx, id: ProgrammeId) -> Vec<(String, bool, Vec<String>)> {
    let all = programme::guests(cx, id).await.unwrap();
    let row = |it: programme::Guest| (it.organisation.name.fi, it.let_in_at.is_some(), it.people);
    all.into_iter().map(row).collect()
}

#[tokio::test]
async fn a_partner_is_let_in_by_each_municipality_for_itself() {
    let scene = scene().await;
    let (test, id) = (&scene.test, scene.id);
    let firm = test.organisation("Uusi Oy", Kind::Partner).await;
    let host = test.organisation("Verkosto ry", Kind::Host).await;
    let invited = programme::invite(&scene.lead, id, &[firm.id, host.id]).await;
    invited.unwrap();
    let firm_lead = test.member(&firm, Role::Coordinator).await;
    let host_user = test.person("Isäntä", false).await;
    test.join(&host_user, &host, &[Role::Host]).await;
    let assessor = test.person("Uusi Arvioija", false).await;
    test.join(&assessor, &firm, &[Role::Assessor, Role::Coordinator])
        .await;
    let towns = async |whose: &store::User| {
        let found = mine(&test.app, whose).await.unwrap().into_iter();
        let mut found: Vec<_> = found.map(|it| it.name.fi).collect();
        for town in [&scene.first, &scene.second] {
            let entered = enter(&test.app, whose, town.slug.as_str()).await;
            assert_eq!(entered.is_ok(), found.contains(&town.name.fi));
        }
        found.retain(|name| *name != firm.name.fi && *name != host.name.fi);
        found
    };
    assert!(towns(&assessor).await.is_empty(), "invited");
    programme::accept(&firm_lead, id).await.unwrap();
    assert!(towns(&assessor).await.is_empty(), "joined");
    let asked = programme::waiting(&scene.lead).await.unwrap();
    assert!(
        matches!(&*asked, [programme::Waiting::Guest(at, name)] if *at == id && name.fi == "Uusi Oy")
    );
    programme::let_in(&scene.lead, id, firm.id).await.unwrap();
    programme::let_in(&scene.lead, id, firm.id).await.unwrap();
    assert_eq!(towns(&assessor).await, ["Esimerkkilä"], "not the other");
    let seen = guests(&scene.lead, id).await;
    assert_eq!(seen.len(), 2, "the host has not answered: {seen:?}");
    let people = vec!["Uusi Arvioija".to_owned()];
    assert!(
        seen.contains(&("Uusi Oy".to_owned(), true, people)),
        "{seen:?}"
    );
    assert!(
        guests(&firm_lead, id).await.is_empty(),
        "a partner lets nobody in"
    );
    programme::shut_out(&scene.lead, id, firm.id).await.unwrap();
    assert!(towns(&assessor).await.is_empty(), "at once");
    programme::let_in(&scene.other, id, firm.id).await.unwrap();
    assert_eq!(towns(&assessor).await, ["Mallijoki"]);
    programme::leave(&firm_lead, id).await.unwrap();
    let again = programme::invite(&scene.lead, id, &[firm.id]).await;
    again.unwrap();
    programme::accept(&firm_lead, id).await.unwrap();
    assert!(
        towns(&assessor).await.is_empty(),
        "who comes again waits again"
    );
    // A host's people need it as well as a partner's.
    let accepted = test.member(&host, Role::Coordinator).await;
    programme::accept(&accepted, id).await.unwrap();
    assert!(towns(&host_user).await.is_empty());
    programme::let_in(&scene.lead, id, host.id).await.unwrap();
    assert_eq!(towns(&host_user).await, ["Esimerkkilä"]);
}

#[tokio::test]
async fn nobody_lets_a_partner_in_for_another() {
    let scene = scene().await;
    let (test, id) = (&scene.test, scene.id);
    let assessor = test.person("Arvioija", false).await;
    test.join(&assessor, &scene.partner, &[Role::Assessor])
        .await;
    let visitor = test.enter(&assessor, &scene.first).await;
    let firm = test.organisation("Uusi Oy", Kind::Partner).await;
    for outcome in [
        programme::let_in(&visitor, id, scene.partner.id).await,
        programme::shut_out(&visitor, id, scene.partner.id).await,
    ] {
        assert!(matches!(outcome, Err(Error::Forbidden)));
    }
    let partner = test.member(&scene.partner, Role::Coordinator).await;
    let stranger = test
        .member(&test.municipality("Sivukylä").await, Role::Coordinator)
        .await;
    for outcome in [
        // One that takes no part, a municipality, oneself as a partner, and from outside.
        programme::let_in(&scene.lead, id, firm.id).await,
        programme::let_in(&scene.lead, id, scene.second.id).await,
        programme::let_in(&partner, id, scene.partner.id).await,
        programme::let_in(&stranger, id, scene.partner.id).await,
    ] {
        assert!(matches!(outcome, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn a_partner_sees_the_numbers_of_those_that_let_it_in() {
    let scene = scene().await;
    let assessor = scene.test.member(&scene.partner, Role::Assessor).await;
    let numbers = async || {
        let board = programme::board(&assessor, scene.id).await.unwrap();
        let open = board.into_iter().filter(|row| row.counted.is_some());
        let mut open: Vec<_> = open.map(|row| row.organisation.name.fi).collect();
        open.sort();
        open
    };
    assert_eq!(numbers().await, ["Esimerkkilä", "Mallijoki"]);
    let done = programme::shut_out(&scene.lead, scene.id, scene.partner.id).await;
    done.unwrap();
    assert_eq!(numbers().await, ["Mallijoki"]);
}
