//! Measures on a real store: what a budget buys, how a measure is planned, what is decided and accepted.

use app::form::{self, Typed};
use app::measure::{
    Asked, BudgetPlan, PaperPart, Planning, Wanted, accept, acceptances, annex, decisions, measure,
    measures, paper, plan, proposal, record_decision, remove, remove_acceptance, remove_decision,
    restore_acceptance, restore_decision,
};
use app::print::FileFormat;
use app::{Error, OrgCx, Outcome};
use domain::MeasureId;
use domain::identity::Role;
use domain::measure::{Acceptance, CouncilDecision, MeasureStatus, PlannedMeasure};
use domain::service::{Node, NodeKind};
use domain::{Locale, Publicity};
use testkit::TestApp;
use testkit::planted::{INTERNAL, SECRET, canary};

use crate::unzipped;

/// A measure of the catalogue that acts on what the starting set has.
const OFFERED: &str = "tested-restore";

async fn municipality(role: Role) -> (TestApp, OrgCx) {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let writer = test.member(&org, Role::Coordinator).await;
    let services = content::starting_set().services.iter();
    let all: Vec<domain::ServiceId> = services.take(3).map(|one| one.id.clone()).collect();
    app::service::adopt(&writer, &all).await.unwrap();
    let cx = test.member(&org, role).await;
    (test, cx)
}

async fn planned(cx: &OrgCx, asked: Asked) -> BudgetPlan {
    plan(cx, &asked).await.unwrap().expect("measures that act")
}

fn of_catalogue(status: &str, revision: i64) -> Typed {
    Typed::of(&[
        ("cost", "15 000"),
        ("owner", "Tietohallintopäällikkö"),
        ("due_on", "31.12.2027"),
        ("status", status),
        ("note", "Sovittu palveluntuottajan kanssa."),
        ("revision", &revision.to_string()),
    ])
}

fn own() -> Typed {
    Typed::of(&[
        ("title", "Oma päivystysrinki"),
        ("sentence", "Joku vastaa myös viikonloppuna."),
        ("cost", "40 000"),
        ("status", "proposed"),
        ("threat-1", "ransomware-own"),
        ("on-1", "duration"),
        ("less-1", "30"),
    ])
}

fn decision(measures: &[&str]) -> Typed {
    let measures: Vec<String> = measures.iter().map(|id| (*id).to_owned()).collect();
    Typed::of(&[
        ("title", "Digiturvan toimenpiteet 2027–2030"),
        ("body", "Valtuusto"),
        ("decided_on", "10.5.2027"),
        ("section", "§ 34"),
        ("euros", "60 000"),
    ])
    .with_all("measure", &measures)
}

fn acceptance() -> Typed {
    Typed::of(&[
        (
            "subject",
            "Kirjaston järjestelmällä ei ole varajärjestelmää",
        ),
        ("accepted_by", "Kunnanjohtaja"),
        ("accepted_on", "10.5.2027"),
        ("until", "31.12.2027"),
        ("reason", "Uusi järjestelmä tulee vuodenvaihteessa."),
    ])
}

/// Saves a measure as its page does: a new one without an id.
async fn save(cx: &OrgCx, id: Option<&str>, typed: &Typed) -> Outcome<MeasureId> {
    let view = match id {
        Some(id) => Some(measure(cx, &MeasureId::new(id)).await?),
        None => None,
    };
    let was = view.as_ref().map(|it| it.planned.clone());
    let value: PlannedMeasure = form::read(cx, &Planning { view }, was.as_ref(), typed)?;
    app::measure::save(cx, &value).await?;
    Ok(value.id)
}

/// Records a decision as its page does.
async fn record(cx: &OrgCx, id: Option<&str>, typed: &Typed) -> Outcome<String> {
    let was = match id {
        Some(id) => Some(app::measure::decision(cx, id).await?),
        None => None,
    };
    let value: CouncilDecision = form::read(cx, &measures(cx).await?, was.as_ref(), typed)?;
    record_decision(cx, &value).await?;
    Ok(value.id)
}

/// Accepts a risk as its page does.
async fn bear(cx: &OrgCx, id: Option<&str>, typed: &Typed) -> Outcome<String> {
    let was = match id {
        Some(id) => Some(app::measure::acceptance(cx, id).await?),
        None => None,
    };
    let value: Acceptance = form::read(cx, &Vec::new(), was.as_ref(), typed)?;
    accept(cx, &value).await?;
    Ok(value.id)
}

#[tokio::test]
async fn a_bigger_budget_never_leaves_more_loss() {
    let (_test, cx) = municipality(Role::Leadership).await;
    let nothing = planned(&cx, Asked::Budget(0)).await;
    assert_eq!(nothing.chosen().count(), 0);
    assert!((nothing.loss.0 - nothing.loss.1).abs() < 1e-6);
    let mut last = nothing.loss.1;
    for euros in [10_000, 50_000, 150_000, 10_000_000] {
        let bought = planned(&cx, Asked::Budget(euros)).await;
        #[expect(clippy::cast_precision_loss, reason = "a budget")]
        let budget = euros as f64;
        assert!(bought.cost <= budget, "{euros}: {}", bought.cost);
        assert!(bought.loss.1 <= last + 1e-6, "{euros}: {}", bought.loss.1);
        assert!(bought.gap.abs() < 1e-9, "every choice was tried");
        for service in &bought.services {
            assert!(service.chance.1 <= service.chance.0 + 1e-9);
            assert!(service.days.1 <= service.days.0 + 1e-9);
        }
        last = bought.loss.1;
    }
    let all = planned(&cx, Asked::Budget(10_000_000)).await;
    assert!(all.resident_days.1 < all.resident_days.0);
    assert!(all.postponing > 0.0);
    assert!((0.0..=1.0).contains(&all.pays_back.value));
}

#[tokio::test]
async fn an_own_choice_equals_its_entry_on_the_frontier() {
    let (_test, cx) = municipality(Role::Leadership).await;
    let bought = planned(&cx, Asked::Budget(60_000)).await;
    let chosen = planned(&cx, Asked::Own(bought.ids())).await;
    assert!((bought.cost - chosen.cost).abs() < 1e-6);
    assert!((bought.loss.1 - chosen.loss.1).abs() < 1e-6);
    let is_on_frontier = |(cost, loss): &(f64, f64)| {
        (cost - chosen.cost).abs() + (loss - chosen.loss.1).abs() < 1e-3
    };
    assert!(chosen.frontier.iter().any(is_on_frontier));
    let unknown = planned(&cx, Asked::Own(vec![MeasureId::new("no-such-measure")])).await;
    assert_eq!(unknown.chosen().count(), 0);
    for step in chosen.next_in.iter().chain(&chosen.next_out) {
        assert!(!step.title.is_empty() && step.saves >= -1e-6);
    }
}

#[tokio::test]
async fn a_measure_that_is_done_is_in_the_present_state() {
    let (_test, cx) = municipality(Role::Leadership).await;
    let before = planned(&cx, Asked::Budget(0)).await;
    assert!(before.items.iter().any(|it| it.view.id == OFFERED));
    save(&cx, Some(OFFERED), &of_catalogue("done", 0))
        .await
        .unwrap();
    let after = planned(&cx, Asked::Budget(0)).await;
    assert!(after.items.iter().all(|it| it.view.id != OFFERED));
    assert!(after.loss.0 < before.loss.0);
    save(&cx, Some(OFFERED), &of_catalogue("rejected", 1))
        .await
        .unwrap();
    let rejected = planned(&cx, Asked::Budget(0)).await;
    assert!(rejected.items.iter().all(|it| it.view.id != OFFERED));
    assert!((rejected.loss.0 - before.loss.0).abs() < 1e-6);
}

#[tokio::test]
async fn a_measure_of_the_catalogue_takes_the_municipalitys_own_facts() {
    let (_test, cx) = municipality(Role::Leadership).await;
    let shipped = measure(&cx, &MeasureId::new(OFFERED)).await.unwrap();
    assert!(shipped.is_default_cost && shipped.planned.revision == 0);
    save(&cx, Some(OFFERED), &of_catalogue("proposed", 0))
        .await
        .unwrap();
    let told = measure(&cx, &MeasureId::new(OFFERED)).await.unwrap();
    assert_eq!((told.cost, told.is_default_cost), (15_000, false));
    assert_eq!(told.planned.status, MeasureStatus::Proposed);
    assert_eq!(told.title, shipped.title);
    let stale = save(&cx, Some(OFFERED), &of_catalogue("done", 0)).await;
    assert!(matches!(stale, Err(Error::Conflict)), "{stale:?}");
    let wrong = of_catalogue("joskus", 1)
        .with("cost", "paljon")
        .with("due_on", "pian");
    let Err(Error::Invalid(invalid)) = save(&cx, Some(OFFERED), &wrong).await else {
        panic!("must be mended");
    };
    for field in ["cost", "due_on", "status"] {
        assert!(invalid.of(field).is_some(), "{field}");
    }
}

#[tokio::test]
async fn a_municipality_weighs_a_measure_of_its_own() {
    let (_test, cx) = municipality(Role::Leadership).await;
    let id = save(&cx, None, &own()).await.unwrap();
    let listed = measures(&cx).await.unwrap();
    assert_eq!(listed.last().map(|one| one.id.as_str()), Some(id.as_str()));
    let alone = planned(&cx, Asked::Own(vec![id.clone()])).await;
    assert!((alone.cost - 40_000.0).abs() < 1e-6);
    assert!(alone.loss.1 < alone.loss.0);
    let twice = own()
        .with("threat-3", "ransomware-own")
        .with("on-3", "duration")
        .with("less-3", "5");
    let empty = own()
        .with("title", "")
        .with("cost", "")
        .with("threat-1", "");
    let half = own().with("less-1", "100");
    for (draft, fields) in [
        (twice, vec!["effects"]),
        (empty, vec!["title", "cost", "effects"]),
        (half, vec!["less-1"]),
    ] {
        let Err(Error::Invalid(invalid)) = save(&cx, None, &draft).await else {
            panic!("must be mended");
        };
        for field in fields {
            assert!(invalid.of(field).is_some(), "{field}");
        }
    }
    let stranger = save(&cx, Some("0d0e0a0d-0000-4000-8000-00000000beef"), &own()).await;
    assert!(matches!(stranger, Err(Error::NotFound)));
    assert!(matches!(remove(&cx, &id, 9).await, Err(Error::Conflict)));
    assert!(matches!(
        remove(&cx, &MeasureId::new(OFFERED), 1).await,
        Err(Error::NotFound)
    ));
    remove(&cx, &id, 1).await.unwrap();
    assert!(matches!(measure(&cx, &id).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_decision_decides_its_measures_and_is_followed_to_the_budget() {
    let (test, cx) = municipality(Role::Leadership).await;
    let coordinator = test.member(cx.organisation(), Role::Coordinator).await;
    save(&cx, Some(OFFERED), &of_catalogue("underway", 0))
        .await
        .unwrap();
    let wanted = [OFFERED, "offline-backup", "no-such-measure"];
    let id = record(&cx, None, &decision(&wanted)).await.unwrap();
    let status = |id: &'static str| {
        let cx = cx.clone();
        async move {
            measure(&cx, &MeasureId::new(id))
                .await
                .unwrap()
                .planned
                .status
        }
    };
    assert_eq!(status("offline-backup").await, MeasureStatus::Decided);
    assert_eq!(status(OFFERED).await, MeasureStatus::Underway);
    // The measure that the decision moved says so in the log; the one that was further does not.
    let log = app::audit::page(&coordinator, None).await.unwrap();
    let moved = |id: &str| log.iter().filter(|it| it.subject == id).count();
    assert_eq!((moved("offline-backup"), moved(OFFERED)), (1, 1));
    let stored = decisions(&cx).await.unwrap().remove(0);
    assert_eq!(stored.measures, [OFFERED, "offline-backup"]);
    assert!(stored.lacks_money());
    let budgeted = decision(&wanted)
        .with("budget_line", "1420 Tietohallinto")
        .with("budgeted", "60 000")
        .with("revision", "1");
    record(&cx, Some(&id), &budgeted).await.unwrap();
    assert!(!decisions(&cx).await.unwrap().remove(0).lacks_money());
    let stale = record(&cx, Some(&id), &budgeted).await;
    assert!(matches!(stale, Err(Error::Conflict)));
    let stranger = Some("0d0e0a0d-0000-4000-8000-00000000beef");
    let refused = record(&cx, stranger, &decision(&[])).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    let tomorrow = decision(&[])
        .with("decided_on", "12.5.2027")
        .with("section", "");
    let Err(Error::Invalid(invalid)) = record(&cx, None, &tomorrow).await else {
        panic!("must be mended");
    };
    assert!(invalid.of("decided_on").is_some() && invalid.of("section").is_some());
    remove_decision(&cx, &id, 2).await.unwrap();
    assert!(decisions(&cx).await.unwrap().is_empty());
    restore_decision(&cx, &id).await.unwrap();
    assert_eq!(decisions(&cx).await.unwrap()[0].revision, 4);
    let again = restore_decision(&cx, &id).await;
    assert!(matches!(again, Err(Error::NotFound)));
    remove_decision(&cx, &id, 4).await.unwrap();
    assert_eq!(status("offline-backup").await, MeasureStatus::Decided);
}

#[tokio::test]
async fn a_risk_is_accepted_by_somebody_until_a_day() {
    let (test, cx) = municipality(Role::Leadership).await;
    bear(&cx, None, &acceptance().with("until", "1.6.2028"))
        .await
        .unwrap();
    let id = bear(&cx, None, &acceptance()).await.unwrap();
    let all = acceptances(&cx).await.unwrap();
    assert_eq!(all[0].id, id, "what must be decided again soonest is first");
    let today = cx.today();
    assert!(!all[0].is_over(today));
    test.set_time("2028-01-01T10:00:00Z");
    assert!(all[0].is_over(cx.today()));
    let changed = acceptance().with("revision", "1");
    bear(&cx, Some(&id), &changed).await.unwrap();
    let stale = bear(&cx, Some(&id), &changed).await;
    assert!(matches!(stale, Err(Error::Conflict)));
    remove_acceptance(&cx, &id, 2).await.unwrap();
    assert_eq!(acceptances(&cx).await.unwrap().len(), 1);
    test.set_time("2028-01-02T09:00:00Z");
    restore_acceptance(&cx, &id).await.unwrap();
    remove_acceptance(&cx, &id, 4).await.unwrap();
    test.set_time("2028-01-03T09:00:01Z");
    let late = restore_acceptance(&cx, &id).await;
    assert!(matches!(late, Err(Error::NotFound)), "a day has gone");
}

#[tokio::test]
async fn an_acceptance_without_a_name_a_reason_or_an_end_is_mended() {
    let (_test, cx) = municipality(Role::Leadership).await;
    for (field, wrong) in [
        ("accepted_on", "1.1.2030"),
        ("until", "10.5.2027"),
        ("until", ""),
        ("accepted_by", ""),
        ("reason", ""),
    ] {
        let typed = acceptance().with(field, wrong);
        let Err(Error::Invalid(invalid)) = bear(&cx, None, &typed).await else {
            panic!("{field} must be mended");
        };
        assert!(invalid.of(field).is_some(), "{field}");
    }
    assert!(acceptances(&cx).await.unwrap().is_empty());
}

#[tokio::test]
async fn only_those_who_may_plan_and_decide_do_and_neighbours_see_nothing() {
    let (test, cx) = municipality(Role::Leadership).await;
    save(&cx, Some(OFFERED), &of_catalogue("proposed", 0))
        .await
        .unwrap();
    let org = cx.organisation().clone();
    let elected = test.member(&org, Role::Elected).await;
    assert!(matches!(measures(&elected).await, Err(Error::Forbidden)));
    let asked = Asked::Budget(1_000);
    assert!(matches!(
        plan(&elected, &asked).await,
        Err(Error::Forbidden)
    ));
    let assessor = test.member(&org, Role::Assessor).await;
    save(&assessor, Some(OFFERED), &of_catalogue("idea", 1))
        .await
        .unwrap();
    let refused = record(&assessor, None, &decision(&[])).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let refused = bear(&assessor, None, &acceptance()).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let other = test.municipality("Mallijoki").await;
    let neighbour = test.member(&other, Role::Coordinator).await;
    let seen = measure(&neighbour, &MeasureId::new(OFFERED)).await.unwrap();
    assert!(seen.is_default_cost && seen.planned.owner.is_empty());
    let theirs = plan(&neighbour, &Asked::Budget(1_000)).await.unwrap();
    assert!(theirs.is_none(), "they have told of no services");
}

fn wanted(part: PaperPart, format: FileFormat, locale: Locale) -> Wanted {
    Wanted {
        asked: Asked::Budget(10_000_000),
        part,
        format,
        locale,
        ground: "Testin peruste".into(),
    }
}

/// A municipality in which every text that somebody wrote is a canary.
async fn planted() -> (TestApp, OrgCx) {
    let (test, cx) = municipality(Role::Coordinator).await;
    let (inner, secret) = (Publicity::Internal, Publicity::Secret);
    for (kind, place) in [
        (NodeKind::Service, "palvelu"),
        (NodeKind::Supplier, "toimittaja"),
    ] {
        let node = Node::new(cx.id(), kind, &canary(secret, place));
        app::service::save(&cx, &node.into()).await.unwrap();
    }
    let mine = own()
        .with("title", &canary(inner, "oma toimenpide"))
        .with("sentence", &canary(inner, "oma lause"))
        .with("owner", &canary(inner, "vastuutaho"))
        .with("note", &canary(inner, "huomio"));
    save(&cx, None, &mine).await.unwrap();
    let told = of_catalogue("proposed", 0)
        .with("owner", &canary(inner, "vastuutaho"))
        .with("note", &canary(inner, "huomio"));
    save(&cx, Some(OFFERED), &told).await.unwrap();
    let bears = acceptance()
        .with("subject", &canary(secret, "jäännösriski"))
        .with("accepted_by", &canary(inner, "hyväksyjä"))
        .with("reason", &canary(secret, "syy"));
    bear(&cx, None, &bears).await.unwrap();
    let decided = decision(&[])
        .with("title", &canary(inner, "asia"))
        .with("text", &canary(inner, "päätös"));
    record(&cx, None, &decided).await.unwrap();
    (test, cx)
}

#[tokio::test]
async fn a_public_paper_holds_nothing_that_is_internal_or_secret() {
    let (_test, cx) = planted().await;
    let everything = Asked::Budget(10_000_000);
    let value = proposal(&cx, &everything).await.unwrap();
    assert!(
        value.measures.iter().any(|one| one.title.is_none()),
        "the own one is in"
    );
    let told = format!("{value:?}");
    assert!(!told.contains(INTERNAL) && !told.contains(SECRET), "{told}");
    for locale in Locale::ALL {
        let asked = wanted(PaperPart::Public, FileFormat::Docx, locale);
        let text = unzipped(&paper(&cx, &asked).await.unwrap().bytes);
        assert!(
            !text.contains(INTERNAL) && !text.contains(SECRET),
            "{locale}"
        );
        let own = i18n::Texts::new(locale).say("report.proposal.own");
        assert!(text.contains(own), "{locale}");
    }
    let hidden = format!("{:?}", annex(&cx, &everything, "Peruste").await.unwrap());
    for place in ["palvelu", "oma toimenpide"] {
        assert!(hidden.contains(place), "{place}");
    }
    assert!(
        !hidden.contains("huomio") && !hidden.contains("syy"),
        "{hidden}"
    );
}

#[tokio::test]
async fn a_paper_compares_with_doing_nothing_and_with_its_neighbours() {
    use reports::measure::Standing;

    let (_test, cx) = municipality(Role::Leadership).await;
    let asked = Asked::Budget(60_000);
    let bought = planned(&cx, asked.clone()).await;
    let value = proposal(&cx, &asked).await.unwrap();
    let standings: Vec<Standing> = value.alternatives.iter().map(|it| it.standing).collect();
    let all = [
        Standing::Nothing,
        Standing::Cheaper,
        Standing::Proposed,
        Standing::Dearer,
    ];
    assert_eq!(standings, all);
    for pair in value.alternatives.windows(2) {
        assert!(pair[0].cost < pair[1].cost && pair[0].figures.loss > pair[1].figures.loss);
    }
    let [nothing, _, chosen, _] = value.alternatives.as_slice() else {
        panic!("four alternatives");
    };
    let is_same = |a: f64, b: f64| (a - b).abs() <= 1e-6 * b.abs().max(1.0);
    assert!(
        is_same(nothing.figures.loss, bought.loss.0),
        "{:?} {:?}",
        nothing,
        bought.loss
    );
    assert!(
        is_same(chosen.figures.loss, bought.loss.1),
        "{:?} {:?}",
        chosen,
        bought.loss
    );
}

#[tokio::test]
async fn the_annex_needs_a_ground_and_leaves_a_mark() {
    let (_test, cx) = municipality(Role::Leadership).await;
    let groundless = Wanted {
        ground: " ".into(),
        ..wanted(PaperPart::Secret, FileFormat::Docx, Locale::Fi)
    };
    let Err(Error::Invalid(invalid)) = paper(&cx, &groundless).await else {
        panic!("must be mended");
    };
    assert!(invalid.of("ground").is_some());
    let asked = wanted(PaperPart::Secret, FileFormat::Docx, Locale::Sv);
    let text = unzipped(&paper(&cx, &asked).await.unwrap().bytes);
    assert!(text.contains("Testin peruste") && text.contains("SEKRETESSBELAGD"));
    let mut org = cx.read().await.unwrap();
    let log = format!("{:?}", org.audit_page(i64::MAX, 50).await.unwrap());
    assert!(log.contains("annex of a proposal"), "{log}");
}
