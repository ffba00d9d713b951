//! A round with a text of every publicity class in every field that has one, to find out where each
//! may be read.

use app::OrgCx;
use domain::assessment::{
    Action, Body, Effect, Effort, Finding, Judgement, Place, Round, RoundState, Written,
};
use domain::document::{DocumentReview, DocumentState};
use domain::handbook::{Field, OwnPart, PartKey, PartKind};
use domain::interview::{Interview, InterviewKind, InterviewState, Passage};
use domain::service::{Node, NodeKind};
use domain::survey::Level;
use domain::text::Title;
use domain::{Marked, Marking, Publicity, RoundId};
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
        let planting = Planting {
            cx,
            round: round.id,
            class,
            public,
            place: Place {
                theme: theme.id.clone(),
                criterion: Some(criterion.id.clone()),
            },
            document: &content::documents()[at].id,
        };
        planting.assessed(&mut org).await;
        planting.proposed(&mut org).await;
        planting.reviewed(&mut org).await;
    }
    interview(cx, &mut org, round.id).await;
    org.commit().await.expect("stored");
    set_state(cx, round, state).await
}

/// Texts of one class at one place.
struct Planting<'a> {
    cx: &'a OrgCx,
    round: RoundId,
    class: Publicity,
    public: &'a str,
    place: Place,
    document: &'a str,
}

impl Planting<'_> {
    fn marking(&self) -> Marking {
        Marking::new(self.class, &ground(self.class)).expect("a ground for what is secret")
    }

    fn marked(&self, place: &str) -> Marked<String> {
        Marked::new(text(self.class, self.public, place), self.marking())
    }

    fn written(&self, title: &str, body: &str) -> Marked<Written> {
        let title = Title::parse(&text(self.class, self.public, title)).expect("a title");
        let body = text(self.class, self.public, body);
        Marked::new(Written { title, body }, self.marking())
    }

    async fn assessed(&self, org: &mut OrgStore) {
        let stamp = self.cx.stamp();
        let judgement = Judgement {
            criterion: self.place.criterion.clone().expect("a criterion"),
            level: Level::No,
            rationale: self.marked("perustelu"),
            revision: 0,
        };
        let saved = org.save_judgement(self.round, &judgement, stamp).await;
        saved.expect("stored");
        let finding = Finding {
            id: self.cx.id(),
            place: Place {
                criterion: None,
                ..self.place.clone()
            },
            text: self.written("havainnon otsikko", "havainto"),
            revision: 0,
        };
        let saved = org.save_finding(self.round, &finding, stamp).await;
        saved.expect("stored");
    }

    async fn proposed(&self, org: &mut OrgStore) {
        let action = Action {
            id: self.cx.id(),
            place: self.place.clone(),
            text: self.written("toimenpiteen otsikko", "toimenpide"),
            owner: Some(canary(self.class, "vastuutaho")),
            decided_by: Body::Board,
            effort: Effort::Small,
            effect: Effect::High,
            due_on: Some(jiff::civil::date(2027, 6, 1)),
            is_decision: true,
            revision: 0,
        };
        let saved = org.save_action(self.round, &action, self.cx.stamp()).await;
        saved.expect("stored");
    }

    async fn reviewed(&self, org: &mut OrgStore) {
        let review = DocumentReview {
            round: self.round,
            document: self.document.to_owned(),
            title: None,
            state: DocumentState::Missing,
            approved_by: canary(Publicity::Internal, "hyväksyjä"),
            approved_on: None,
            tested_on: None,
            criteria: vec![],
            note: Marked::new(canary(self.class, "huomio"), self.marking()),
            revision: 0,
        };
        let saved = org.save_document_review(&review, self.cx.stamp()).await;
        saved.expect("stored");
    }
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
            place: Place {
                theme: theme.id.clone(),
                criterion: None,
            },
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
