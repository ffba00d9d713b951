//! A round with a text of every publicity class in every field that has one, to find out where each
//! may be read.

use app::OrgCx;
use domain::assessment::{Action, Body, Effect, Effort, Finding, Judgement, Round, RoundState};
use domain::document::{DocumentReview, DocumentState};
use domain::handbook::{Field, OwnPart, PartKey, PartKind};
use domain::interview::{Interview, InterviewKind, InterviewState, Passage};
use domain::service::{Node, NodeKind};
use domain::survey::Level;
use domain::{Classified, Publicity, RoundId};
use store::OrgStore;

/// Stands in every secret text.
pub const SECRET: &str = "KANARIASALAINEN";
/// Stands in every internal text.
pub const INTERNAL: &str = "KANARIASISAINEN";

/// A text of a class that tells its class and its place.
pub fn canary(class: Publicity, place: &str) -> String {
    text(class, "Julkinen", place)
}

fn text(class: Publicity, public: &str, place: &str) -> String {
    match class {
        Publicity::Public => format!("{public} {place}"),
        Publicity::Internal => format!("{INTERNAL} {place}"),
        Publicity::Secret => format!("{SECRET} {place}"),
    }
}

/// The ground of a class, when it needs one.
pub fn ground(class: Publicity) -> String {
    match class {
        Publicity::Secret => format!("{SECRET} peruste"),
        _ => String::new(),
    }
}

/// A round with a text of every class in every field that has one; public texts begin with a word of
/// the test's own.
pub async fn round(cx: &OrgCx, state: RoundState, public: &str) -> Round {
    let round = Round {
        id: cx.id(),
        title: "Nykytila 2027".into(),
        framework: content::framework().id.clone(),
        state: RoundState::Open,
        due_on: None,
        published_at: None,
        created_at: cx.now(),
        revision: 1,
    };
    let mut org = cx.write().await.expect("stored");
    org.add_round(&round).await.expect("stored");
    let criteria: Vec<_> = content::framework().criteria().collect();
    for (at, class) in Publicity::ALL.into_iter().enumerate() {
        let (theme, criterion) = criteria[at * 5];
        let spot = (theme.id.as_str(), criterion.id.as_str());
        let say = |place: &str| Classified::new(text(class, public, place), class);
        assessed(cx, &mut org, (round.id, spot), &say).await;
        proposed(cx, &mut org, (round.id, spot), &say).await;
        reviewed(cx, &mut org, (round.id, at), class).await;
    }
    interview(cx, &mut org, round.id).await;
    org.commit().await.expect("stored");
    set_state(cx, round, state).await
}

type Say<'a> = dyn Fn(&str) -> Classified<String> + Sync + 'a;

type Spot<'a> = (RoundId, (&'a str, &'a str));

async fn assessed(cx: &OrgCx, org: &mut OrgStore, (round, spot): Spot<'_>, say: &Say<'_>) {
    let class = say("").publicity();
    let judgement = Judgement {
        criterion: spot.1.to_owned(),
        level: Level::No,
        rationale: say("perustelu"),
        ground: ground(class),
        revision: 0,
    };
    let saved = org.save_judgement(round, &judgement, cx.stamp()).await;
    saved.expect("stored");
    let finding = Finding {
        id: cx.id(),
        theme: spot.0.to_owned(),
        criterion: String::new(),
        title: say("havainnon otsikko"),
        body: say("havainto"),
        ground: ground(class),
        revision: 0,
    };
    let saved = org.save_finding(round, &finding, cx.stamp()).await;
    saved.expect("stored");
}

async fn proposed(cx: &OrgCx, org: &mut OrgStore, (round, spot): Spot<'_>, say: &Say<'_>) {
    let class = say("").publicity();
    let action = Action {
        id: cx.id(),
        theme: spot.0.to_owned(),
        criterion: spot.1.to_owned(),
        title: say("toimenpiteen otsikko"),
        body: say("toimenpide"),
        owner: canary(class, "vastuutaho"),
        decided_by: Body::Board,
        effort: Effort::Small,
        effect: Effect::High,
        due_on: Some(jiff::civil::date(2027, 6, 1)),
        is_decision: true,
        ground: ground(class),
        revision: 0,
    };
    let saved = org.save_action(round, &action, cx.stamp()).await;
    saved.expect("stored");
}

async fn reviewed(cx: &OrgCx, org: &mut OrgStore, (round, at): (RoundId, usize), class: Publicity) {
    let review = DocumentReview {
        round,
        document: content::documents()[at].id.clone(),
        title: String::new(),
        state: DocumentState::Missing,
        approved_by: canary(Publicity::Internal, "hyväksyjä"),
        approved_on: None,
        tested_on: None,
        criteria: vec![],
        note: canary(class, "huomio"),
        publicity: class,
        ground: ground(class),
        revision: 0,
    };
    let saved = org.save_document_review(&review, cx.stamp()).await;
    saved.expect("stored");
}

async fn interview(cx: &OrgCx, org: &mut OrgStore, round: RoundId) {
    let interview = Interview {
        id: cx.id(),
        round,
        guide: content::guides()[0].id.clone(),
        kind: InterviewKind::Individual,
        title: canary(Publicity::Internal, "haastattelu"),
        held_on: None,
        people: 1,
        state: InterviewState::Done,
        notes: canary(Publicity::Internal, "muistiinpano"),
        revision: 0,
    };
    org.save_interview(&interview, cx.stamp())
        .await
        .expect("stored");
    let theme = &content::framework().themes[0];
    for is_quotable in [true, false] {
        let passage = Passage {
            id: cx.id(),
            interview: interview.id,
            turn: 0,
            speaker: canary(Publicity::Internal, "puhuja"),
            excerpt: canary(Publicity::Internal, "ote"),
            theme: theme.id.clone(),
            criterion: String::new(),
            level: Level::Partly,
            quote: if is_quotable {
                "Saa julkaista".into()
            } else {
                canary(Publicity::Internal, "sitaatti")
            },
            is_quotable,
            revision: 0,
        };
        org.save_passage(&passage, cx.stamp())
            .await
            .expect("stored");
    }
}

/// Gives a round its state, as publishing or reopening does.
pub async fn set_state(cx: &OrgCx, round: Round, state: RoundState) -> Round {
    let mut org = cx.write().await.expect("stored");
    let changed = Round {
        state,
        published_at: (state == RoundState::Published).then(|| cx.now()),
        ..round
    };
    org.save_round(&changed).await.expect("stored");
    org.commit().await.expect("stored");
    changed
}

/// Facts of the handbook with a text of every class that one can have: what may be secret and has not
/// been confirmed to be public is internal.
pub async fn handbook(cx: &OrgCx) {
    for (id, class) in [
        ("support", Publicity::Public),
        ("critical-services", Publicity::Internal),
        ("restore-test", Publicity::Internal),
        ("incident-lead", Publicity::Secret),
    ] {
        let part = OwnPart {
            key: PartKey::new(PartKind::Fact, id),
            locale: cx.locale(),
            fields: [(Field::Body, canary(class, "tieto"))].into(),
            basis: [].into(),
            publicity: class,
            revision: 0,
        };
        let mut org = cx.write().await.expect("stored");
        org.save_handbook_part(&part, cx.stamp())
            .await
            .expect("stored");
        org.commit().await.expect("stored");
    }
    let mut node = Node::new(
        cx.id(),
        NodeKind::Service,
        &canary(Publicity::Internal, "palvelu"),
    );
    node.care.tolerance_hours = Some(4);
    let mut org = cx.write().await.expect("stored");
    org.save_node(&node, cx.stamp()).await.expect("stored");
    org.commit().await.expect("stored");
}
