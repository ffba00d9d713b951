//! The register of services as use cases on a real store.

use app::form::{self, Typed};
use app::import::{AnswersPlan, Extent, Target};
use app::service::{self, AtStep, NodeEdit, Step};
use app::{Error, OrgCx, Outcome, import};
use domain::NodeId;
use domain::ServiceId;
use domain::identity::Role;
use domain::service::{Moment, Need, Node, NodeKind, Register, Remark, Stop};
use testkit::TestApp;

async fn owner(test: &TestApp) -> OrgCx {
    let org = test.municipality("Esimerkkilä").await;
    test.member(&org, Role::Owner).await
}

async fn revision(cx: &OrgCx, id: NodeId) -> i64 {
    service::node(cx, id).await.unwrap().revision
}

async fn added(cx: &OrgCx, kind: NodeKind, name: &str) -> NodeId {
    let new = Node::new(cx.id(), kind, name);
    service::save(cx, &new.clone().into()).await.unwrap();
    new.id
}

/// The form of a step as it is shown, changed and sent.
async fn send(
    cx: &OrgCx,
    (id, step): (NodeId, Step),
    change: impl FnOnce(Typed) -> Typed,
) -> Outcome<()> {
    let register = service::register(cx).await?;
    let was = register.node(id).cloned().map(NodeEdit::from);
    let with = AtStep { step, register };
    let typed = change(form::shown(cx, &with, was.as_ref()).values);
    let edit = form::read(cx, &with, was.as_ref(), &typed)?;
    service::save(cx, &edit).await
}

#[tokio::test]
async fn an_owner_tells_of_a_service_a_step_at_a_time() {
    let test = TestApp::new().await;
    let cx = owner(&test).await;
    let id = added(&cx, NodeKind::Service, "Perusopetus").await;
    let tolerance = |typed: Typed| {
        typed
            .with("tolerance", "3 pv")
            .with("rto", "24")
            .with_all("months", &["8".to_owned(), "13".to_owned()])
            .with("season_tolerance", "2 pv")
            .with("cost", "1 200")
            .with("revision", "1")
    };
    send(&cx, (id, Step::Tolerance), tolerance).await.unwrap();
    let day3 = |typed: Typed| {
        let typed = typed.with("happens", "Opetus jatkuu.");
        typed.with("effect-people", "2").with("do", "confirm")
    };
    let step = Step::Moment(Moment::Day3);
    send(&cx, (id, step), day3).await.unwrap();
    let node = service::node(&cx, id).await.unwrap();
    assert_eq!(node.name, "Perusopetus");
    assert_eq!(node.care.tolerance_hours, Some(72));
    assert_eq!(node.care.tolerance_in(Some(8)), Some(48));
    assert_eq!(node.care.cost_per_day, Some(1_200));
    assert_eq!(node.care.effects.gravest(Moment::Day3), Some(2));
    // A second person who saw the first revision changes nothing.
    let stale = send(&cx, (id, Step::Tolerance), tolerance).await;
    assert!(matches!(stale, Err(Error::Conflict)));
}

#[tokio::test]
async fn what_is_typed_wrong_is_told_at_its_field() {
    let test = TestApp::new().await;
    let cx = owner(&test).await;
    let id = added(&cx, NodeKind::Service, "Kirjasto").await;
    let refused = send(&cx, (id, Step::Tolerance), |typed| {
        typed
            .with("tolerance", "pian")
            .with("season_tolerance", "4")
            .with("cost", "paljon")
    })
    .await;
    let Err(Error::Invalid(invalid)) = refused else {
        panic!("{refused:?}");
    };
    for field in ["tolerance", "months", "cost"] {
        assert!(invalid.of(field).is_some(), "{field}");
    }
    assert!(invalid.of("rto").is_none());
}

#[tokio::test]
async fn the_same_name_is_the_same_system() {
    let test = TestApp::new().await;
    let cx = owner(&test).await;
    let one = added(&cx, NodeKind::Service, "Palkat").await;
    let other = added(&cx, NodeKind::Service, "Laskut").await;
    let named = |typed: Typed| {
        let typed = typed.with("new_name", "Talousjärjestelmä");
        typed.with("new_kind", "system")
    };
    for id in [one, other] {
        send(&cx, (id, Step::Needs), named).await.unwrap();
    }
    let register = service::register(&cx).await.unwrap();
    let systems: Vec<_> = register.of_kind(NodeKind::System).collect();
    assert_eq!(systems.len(), 1);
    assert_eq!(register.above(systems[0].id).len(), 2);
    // A thing does not depend on itself, nor on what is not there.
    let members = [one, systems[0].id, NodeId(uuid::Uuid::nil())].map(|it| it.to_string());
    send(&cx, (one, Step::Needs), |typed| {
        typed
            .with("needs", &members.join(","))
            .with_all("need-0-member", &members)
            .with("need-0-least", "9")
    })
    .await
    .unwrap();
    let needs = service::node(&cx, one).await.unwrap().needs;
    assert_eq!(needs.len(), 1);
    assert_eq!((needs[0].least, needs[0].members.len()), (1, 1));
}

#[tokio::test]
async fn a_need_can_be_met_in_several_ways_and_loses_what_is_unchecked() {
    let test = TestApp::new().await;
    let cx = owner(&test).await;
    let id = added(&cx, NodeKind::Service, "Palkat").await;
    let one = added(&cx, NodeKind::System, "Palkkajärjestelmä").await;
    let other = added(&cx, NodeKind::Supplier, "Tilitoimisto").await;
    let needs = async || service::node(&cx, id).await.unwrap().needs;
    send(&cx, (id, Step::Needs), |typed| {
        typed.with("add", &one.to_string())
    })
    .await
    .unwrap();
    assert_eq!(needs().await, [Need::of(one)]);
    send(&cx, (id, Step::Needs), |typed| {
        typed.with("need-0-add", &other.to_string())
    })
    .await
    .unwrap();
    assert_eq!(needs().await, Need::new(1, [one, other]).as_slice());
    send(&cx, (id, Step::Needs), |typed| {
        typed.with("need-0-least", "2")
    })
    .await
    .unwrap();
    assert_eq!(needs().await, Need::new(2, [one, other]).as_slice());
    send(&cx, (id, Step::Needs), |typed| {
        typed.with_all("need-0-member", &[])
    })
    .await
    .unwrap();
    assert!(needs().await.is_empty());
}

fn all() -> Vec<ServiceId> {
    let services = &content::starting_set().services;
    services.iter().map(|one| one.id.clone()).collect()
}

#[tokio::test]
async fn the_starting_set_is_taken_once_and_waits_to_be_confirmed() {
    let test = TestApp::new().await;
    let cx = owner(&test).await;
    let taken = service::adopt(&cx, &[ServiceId::new("library")])
        .await
        .unwrap();
    assert_eq!(taken, 1);
    let before = service::register(&cx).await.unwrap().nodes().len();
    let rest = service::adopt(&cx, &all()).await.unwrap();
    let register = service::register(&cx).await.unwrap();
    assert_eq!(rest + 1, register.services().count());
    assert!(register.nodes().len() > before);
    assert!(register.nodes().iter().all(|node| node.is_proposed));
    assert!(register.cycles().is_empty());
    assert!(register.services().all(|node| !node.needs.is_empty()));
    let again = service::adopt(&cx, &all()).await;
    assert!(matches!(again, Err(Error::Refused(_))));
    let offers = service::offers(&cx).await.unwrap();
    assert!(offers.iter().all(|offer| offer.is_taken));
    let library = register
        .services()
        .find(|node| node.origin == "start:library");
    let library = library.unwrap().id;
    service::confirm(&cx, library, 1).await.unwrap();
    assert!(!service::node(&cx, library).await.unwrap().is_proposed);
    assert!(matches!(
        service::confirm(&cx, library, 1).await,
        Err(Error::Conflict)
    ));
}

async fn filled(test: &TestApp) -> (OrgCx, Register) {
    let cx = owner(test).await;
    service::adopt(&cx, &all()).await.unwrap();
    let register = service::register(&cx).await.unwrap();
    (cx, Register::clone(&register))
}

#[tokio::test]
async fn a_power_cut_is_told_in_services_and_people() {
    let test = TestApp::new().await;
    let (cx, register) = filled(&test).await;
    let supplier = register
        .nodes()
        .iter()
        .find(|node| node.origin == "start:energy-company")
        .unwrap();
    let stop = Stop {
        node: supplier.id,
        hours: 48,
        month: None,
    };
    let (_, impact) = service::what_if(&cx, stop).await.unwrap();
    assert!(impact.hits.len() >= 3, "{}", impact.hits.len());
    assert!(impact.people(domain::service::Stage::Carried) > 0);
    let (_, found) = service::checks(&cx).await.unwrap();
    let is_under_many = |it: &domain::service::Finding| {
        it.node == supplier.id && matches!(it.remark, Remark::SingleSupplier { .. })
    };
    assert!(found.iter().any(is_under_many));
    let (_, steps) = service::recovery(&cx).await.unwrap();
    assert_eq!(steps.len(), register.nodes().len());
    let nothing = Stop {
        node: NodeId(uuid::Uuid::nil()),
        ..stop
    };
    assert!(matches!(
        service::what_if(&cx, nothing).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn what_was_removed_comes_back_for_a_day() {
    let test = TestApp::new().await;
    let cx = owner(&test).await;
    let id = added(&cx, NodeKind::System, "Vanha").await;
    service::remove(&cx, id, revision(&cx, id).await)
        .await
        .unwrap();
    assert!(matches!(service::node(&cx, id).await, Err(Error::NotFound)));
    service::restore(&cx, id).await.unwrap();
    let again = revision(&cx, id).await;
    service::remove(&cx, id, again).await.unwrap();
    test.set_time("2027-05-12T09:00:01Z");
    assert!(matches!(
        service::restore(&cx, id).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn leaders_read_and_others_of_the_house_do_not_write() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let leader = test.member(&org, Role::Leadership).await;
    assert!(service::checks(&leader).await.is_ok());
    let new = Node::new(leader.id(), NodeKind::Service, "Kirjasto");
    assert!(matches!(
        service::save(&leader, &new.into()).await,
        Err(Error::Forbidden)
    ));
    let elected = test.member(&org, Role::Elected).await;
    assert!(matches!(
        service::register(&elected).await,
        Err(Error::Forbidden)
    ));
}

const CATALOGUE: &str = r#"[{"id": "s1",
        "serviceNames": [{"language": "fi", "type": "Name", "value": "Perusopetus"}],
        "organizations": [{"roleType": "Producer", "provisionType": "PurchaseServices",
            "organization": {"id": "y", "name": "Yhtiö Oy"}}]}]"#;

#[tokio::test]
async fn a_catalogue_is_previewed_taken_and_not_doubled() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let file = CATALOGUE.as_bytes().to_vec();
    let preview = import::preview_services(&cx, &file).await.unwrap();
    assert_eq!((preview.count, preview.taken.len()), (1, 2));
    assert!(service::register(&cx).await.unwrap().nodes().is_empty());
    let id = import::stage(&cx, Target::Services, "ptv.json", file.clone())
        .await
        .unwrap();
    let target = import::take(&cx, id, &AnswersPlan::of("")).await.unwrap();
    assert_eq!(target, Target::Services);
    let register = service::register(&cx).await.unwrap();
    assert_eq!(register.nodes().len(), 2);
    assert!(register.nodes().iter().all(|node| node.is_proposed));
    import::take_services(&cx, &file, Extent::Whole)
        .await
        .unwrap();
    assert_eq!(service::register(&cx).await.unwrap().nodes().len(), 2);
}

#[tokio::test]
async fn the_table_of_a_register_brings_the_same_register_back() {
    let test = TestApp::new().await;
    let (cx, register) = filled(&test).await;
    let table = import::services_table(&cx).await.unwrap();
    let other = test.municipality("Mallijoki").await;
    let there = test.member(&other, Role::Coordinator).await;
    let account = import::take_services(&there, &table, Extent::Whole)
        .await
        .unwrap();
    assert_eq!(account.left.len(), 0, "{:?}", account.left);
    let copy = service::register(&there).await.unwrap();
    assert_eq!(copy.nodes().len(), register.nodes().len());
    for (one, copied) in register.nodes().iter().zip(copy.nodes()) {
        assert_eq!((one.kind, &one.name), (copied.kind, &copied.name));
        assert_eq!(one.needs.len(), copied.needs.len(), "{}", one.name);
        assert_eq!(one.care.tolerance_hours, copied.care.tolerance_hours);
    }
    // Brought in again, it changes nothing.
    let before: Vec<i64> = copy.nodes().iter().map(|node| node.revision).collect();
    import::take_services(&there, &table, Extent::Whole)
        .await
        .unwrap();
    let again = service::register(&there).await.unwrap();
    let after: Vec<i64> = again.nodes().iter().map(|node| node.revision).collect();
    assert_eq!(before, after);
}
