//! The things that use cases are called with: made up, or planted in a municipality.

use app::assessment::{self, Listed, RoundFacts};
use app::handbook::PartWords;
use app::interview::Notes;
use app::{OrgCx, document, form, handbook, identity, interview, measure, programme, service};
use app::{survey, training};
use domain::assessment::{Action, Body, Effect, Effort, Finding, Written};
use domain::document::{DocumentReview, DocumentState};
use domain::framework::{Criterion, Framework, Theme};
use domain::identity::Role;
use domain::interview::{Interview, InterviewKind, InterviewState, Passage};
use domain::measure::{
    Acceptance, CouncilDecision, MeasureEffect, OwnEffect, OwnMeasure, PlannedMeasure,
};
use domain::organisation::Kind;
use domain::programme::Programme;
use domain::service::{Node, NodeKind};
use domain::survey::{Level, Survey};
use domain::text::Title;
use domain::training::Held;
use domain::{FindingId, Localised, Marked, Marking, MeasureId, RoundId, ThreatId, UploadId};
use jiff::civil::date;
use testkit::pictures::png;
use uuid::Uuid;

use crate::spot;
use crate::table::{At, judged};

/// Notes of an interview in which two answers can be coded.
pub(crate) const NOTES: &str = "K: Miten varmuuskopiot palautetaan?\nV: Palautusta ei ole kokeiltu.\nK: Entä sitten?\n\
     V: Aiomme kokeilla syksyllä.\n";

pub(crate) fn title(text: &str) -> Title {
    Title::parse(text).unwrap()
}

fn public(text: &str) -> Marked<Written> {
    let (title, body) = (title(text), String::new());
    Marked::new(Written { title, body }, Marking::PUBLIC)
}

pub(crate) fn a_finding(cx: &OrgCx) -> Finding {
    Finding {
        id: cx.id(),
        place: spot(),
        text: public("Palautusta ei ole testattu"),
        revision: 0,
    }
}

pub(crate) fn an_action(cx: &OrgCx) -> Action {
    Action {
        id: cx.id(),
        place: spot(),
        text: public("Testataan palautus"),
        owner: Some("Tietohallintopäällikkö".to_owned()),
        decided_by: Body::Council,
        effort: Effort::Small,
        effect: Effect::High,
        due_on: Some(date(2027, 12, 31)),
        is_decision: true,
        revision: 0,
    }
}

pub(crate) fn an_interview(cx: &OrgCx, round: RoundId) -> Interview {
    Interview {
        id: cx.id(),
        round,
        guide: content::guides()[0].id.clone(),
        kind: InterviewKind::Individual,
        title: "Johdon haastattelu".to_owned(),
        held_on: Some(date(2027, 5, 3)),
        people: 1,
        state: InterviewState::Open,
        notes: String::new(),
        revision: 0,
    }
}

/// A new coding of the second turn of [`NOTES`].
pub(crate) fn a_passage(cx: &OrgCx, interview: &Interview) -> Passage {
    Passage {
        id: cx.id(),
        interview: interview.id,
        turn: 1,
        speaker: String::new(),
        excerpt: "Palautusta ei ole kokeiltu.".to_owned(),
        place: spot(),
        level: Level::No,
        quote: String::new(),
        is_quotable: false,
        revision: 0,
    }
}

pub(crate) fn a_review(round: RoundId, document: String) -> DocumentReview {
    DocumentReview {
        round,
        document,
        title: Some(title("Varautumisen liite")),
        state: DocumentState::Exists,
        approved_by: "Hallitus".to_owned(),
        approved_on: Some(date(2027, 1, 15)),
        tested_on: None,
        criteria: Vec::new(),
        note: Marked::new(String::new(), Marking::INTERNAL),
        revision: 0,
    }
}

/// A draft with an open link.
pub(crate) fn a_survey(cx: &OrgCx, round: RoundId) -> Survey {
    Survey {
        instrument: "elected".to_owned(),
        title: "Valtuusto".to_owned(),
        anonymity: domain::survey::Anonymity::Open,
        ..survey::blank(cx, round)
    }
}

pub(crate) fn a_measure(cx: &OrgCx) -> PlannedMeasure {
    PlannedMeasure {
        own: Some(OwnMeasure {
            title: title("Oma päivystysrinki"),
            sentence: String::new(),
            effects: vec![OwnEffect {
                threat: ThreatId::new("ransomware-own"),
                on: MeasureEffect::Duration,
                times: 0.7,
            }],
        }),
        cost: Some(40_000),
        ..PlannedMeasure::new(MeasureId::new(cx.id::<Uuid>().to_string()))
    }
}

pub(crate) fn a_decision(cx: &OrgCx, measures: Vec<MeasureId>) -> CouncilDecision {
    let (id, title) = (
        cx.id::<Uuid>().to_string(),
        title("Digiturvan toimenpiteet"),
    );
    CouncilDecision {
        section: "§ 34".to_owned(),
        measures,
        euros: 60_000,
        ..CouncilDecision::new(id, title, "Valtuusto", date(2027, 5, 10))
    }
}

pub(crate) fn an_acceptance(cx: &OrgCx) -> Acceptance {
    Acceptance {
        id: cx.id::<Uuid>().to_string(),
        subject: title("Kirjastolla ei ole varajärjestelmää"),
        service: None,
        accepted_by: "Kunnanjohtaja".to_owned(),
        accepted_on: date(2027, 5, 10),
        until: date(2027, 12, 31),
        reason: "Uusi tulee vuodenvaihteessa.".to_owned(),
        revision: 0,
    }
}

pub(crate) fn a_programme(cx: &OrgCx) -> Programme {
    Programme {
        id: cx.id(),
        title: "Digiturvahanke".to_owned(),
        goal: "Arvioidaan yhdessä.".to_owned(),
        starts_on: date(2027, 1, 1),
        ends_on: date(2027, 12, 31),
        revision: 1,
    }
}

pub(crate) fn a_session(cx: &OrgCx) -> Held {
    Held {
        id: cx.id(),
        session: content::training().sessions[0].id.clone(),
        body: domain::training::Body::Council,
        on: cx.today(),
        people: 24,
        findings: String::new(),
    }
}

/// A framework from a file, of one theme with so many criteria.
pub(crate) fn a_framework(id: &str, criteria: usize) -> Framework {
    let criterion = |n: usize| Criterion {
        id: format!("A.{n}/x").into(),
        title: Localised::same(format!("Requirement {n}")),
        meaning: Localised::same("Text"),
        area: None,
        duty: None,
        sources: vec![],
        references: vec![],
        leadership: None,
    };
    Framework {
        id: id.to_owned(),
        version: "1".to_owned(),
        title: Localised::same("Other"),
        provenance: "Someone".to_owned(),
        themes: vec![Theme {
            id: "A".into(),
            title: Localised::same("A"),
            question: Localised::default(),
            criteria: (0..criteria).map(criterion).collect(),
        }],
    }
}

impl At {
    /// Things that are nowhere.
    pub(crate) fn nowhere(helper: &OrgCx) -> Self {
        let round = helper.id();
        let interview = an_interview(helper, round);
        let document: Uuid = helper.id();
        Self {
            round,
            facts: RoundFacts {
                new: None,
                title: title("Nykytila 2027"),
                framework: content::framework().id.clone(),
                due_on: Some(date(2027, 6, 30)),
                revision: 1,
            },
            survey: a_survey(helper, round),
            request: helper.id(),
            passage: a_passage(helper, &interview),
            interview,
            finding: a_finding(helper),
            action: an_action(helper),
            review: a_review(round, format!("own-{document}")),
            node: Node::new(helper.id(), NodeKind::Service, "Kirjasto"),
            measure: a_measure(helper),
            decision: a_decision(helper, Vec::new()),
            acceptance: an_acceptance(helper),
            programme: a_programme(helper),
            guest: helper.id(),
            person: helper.id(),
            invitation: helper.id(),
            upload: helper.id(),
            held: helper.id(),
            framework: a_framework("other", 1),
            part: "card:role".parse().unwrap(),
            picture: "kuva.png",
            helper: helper.clone(),
        }
    }

    /// One of each, stored in the municipality of this coordinator, at the revision that is stored.
    pub(crate) async fn planted(test: &testkit::TestApp, cx: &OrgCx) -> Self {
        let mut at = Self::nowhere(cx);
        at.round = assessment::create_round(cx, &at.facts).await.unwrap();
        at.assessed(cx).await;
        at.heard(cx).await;
        at.decided(cx).await;
        at.shared(cx).await;
        at.joined(test, cx).await;
        let person = test.member(cx.organisation(), Role::Owner).await;
        at.person = person.actor().unwrap().id;
        at
    }

    async fn assessed(&mut self, cx: &OrgCx) {
        let round = self.round;
        assessment::judge(cx, round, &judged(Level::No, 0))
            .await
            .unwrap();
        assessment::save_proposal::<FindingId>(cx, round, &self.finding)
            .await
            .unwrap();
        assessment::save_proposal::<domain::ActionId>(cx, round, &self.action)
            .await
            .unwrap();
        let bare: Uuid = cx.id();
        let review = a_review(round, bare.to_string());
        let document = document::add_own(cx, &review).await.unwrap();
        self.review = DocumentReview {
            document,
            revision: 1,
            ..review
        };
        (self.finding.revision, self.action.revision) = (1, 1);
        let framework = &self.framework;
        assessment::keep_framework(cx, framework, "other.yaml", &Listed::default())
            .await
            .unwrap();
        self.survey.round = round;
        survey::create(cx, &self.survey).await.unwrap();
        self.survey.revision = 1;
    }

    /// An interview with a coding, and another coding that was removed.
    async fn heard(&mut self, cx: &OrgCx) {
        self.interview.round = self.round;
        interview::save_facts(cx, &self.interview).await.unwrap();
        let notes = Notes {
            text: NOTES.to_owned(),
            revision: 1,
            codes_next: false,
        };
        let id = self.interview.id;
        interview::save_notes(cx, self.round, id, &notes)
            .await
            .unwrap();
        (self.interview.notes, self.interview.revision) = (NOTES.to_owned(), 2);
        let mut other = a_passage(cx, &self.interview);
        "Aiomme kokeilla syksyllä.".clone_into(&mut other.excerpt);
        for passage in [&self.passage, &other] {
            interview::code(cx, self.round, passage).await.unwrap();
        }
        self.passage.revision = 1;
        let kept = interview::uncode(cx, self.round, id, other.id).await;
        self.upload = kept.unwrap();
    }

    async fn decided(&mut self, cx: &OrgCx) {
        service::save(cx, &self.node.clone().into()).await.unwrap();
        measure::save(cx, &self.measure).await.unwrap();
        measure::record_decision(cx, &self.decision).await.unwrap();
        measure::accept(cx, &self.acceptance).await.unwrap();
        self.node.revision = 1;
        self.measure.revision = 1;
        self.decision.revision = 1;
        self.acceptance.revision = 1;
    }

    /// A partner in the programme, not let in.
    async fn joined(&mut self, test: &testkit::TestApp, cx: &OrgCx) {
        let partner = test.organisation("Kumppani Oy", Kind::Partner).await;
        let invited = programme::invite(cx, self.programme.id, &[partner.id]).await;
        invited.unwrap();
        let theirs = test.member(&partner, Role::Coordinator).await;
        let accepted = programme::accept(&theirs, self.programme.id).await;
        accepted.unwrap();
        self.guest = partner.id;
    }

    async fn shared(&mut self, cx: &OrgCx) {
        programme::create(cx, &self.programme).await.unwrap();
        let new = testkit::invite("vieras@example.fi", &[Role::Elected]);
        identity::invite(cx, &new).await.unwrap();
        self.invitation = identity::pending(cx).await.unwrap()[0].id;
        let held = a_session(cx);
        training::hold(cx, &held).await.unwrap();
        self.held = held.id;
        let (was, with) = handbook::edit(cx, &self.part).await.unwrap();
        let typed = form::shown(cx, &with, Some(&was)).values;
        let words: PartWords = form::read(cx, &with, Some(&was), &typed).unwrap();
        handbook::save(cx, &words).await.unwrap();
        handbook::add_picture(cx, "kuva", "kuva.png", png(9, 9))
            .await
            .unwrap();
    }

    /// A file of a round's checklist that waits for a decision.
    pub(crate) async fn staged(&self, cx: &OrgCx) -> UploadId {
        let target = app::import::Target::Documents(self.round);
        app::import::stage(cx, target, "tarkistuslista.csv", b"x".to_vec())
            .await
            .unwrap()
    }
}
