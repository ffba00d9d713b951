//! A round on a long way of steps that nobody planned: whatever comes after whatever, each step does
//! what its state allows, and what is stored is what the steps that were taken make it.

use app::assessment::{
    RoundFacts, judge, progress, proposal, publish, remove_proposal, reopen, restore_proposal,
    round, round_facts, save_proposal, save_round,
};
use app::survey::{close, create, open, show};
use app::{Error, Outcome};
use domain::FindingId;
use domain::assessment::{Finding, RoundState};
use domain::survey::{Level, SurveyState};

use crate::Scene;
use crate::at::{a_finding, a_survey, title};
use crate::table::judged;

/// What can be done to a round.
#[derive(Debug, Clone, Copy)]
enum Step {
    Judge,
    JudgeLate,
    Publish,
    PublishLate,
    Reopen,
    Rename,
    Find,
    Remove,
    Restore,
    OpenSurvey,
    CloseSurvey,
}

const STEPS: [Step; 11] = [
    Step::Judge,
    Step::JudgeLate,
    Step::Publish,
    Step::PublishLate,
    Step::Reopen,
    Step::Rename,
    Step::Find,
    Step::Remove,
    Step::Restore,
    Step::OpenSurvey,
    Step::CloseSurvey,
];

/// What an outcome is, without its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Done,
    Refused(&'static str),
    Conflict,
    Missing,
}

impl Told {
    fn of<T: std::fmt::Debug>(outcome: Outcome<T>) -> Self {
        match outcome {
            Ok(_) => Self::Done,
            Err(Error::Refused(key)) => Self::Refused(key),
            Err(Error::Conflict) => Self::Conflict,
            Err(Error::NotFound) => Self::Missing,
            other => panic!("{other:?}"),
        }
    }
}

const FROZEN: Told = Told::Refused("assessment.round.frozen");

/// What must be stored.
#[derive(Debug, Clone, Copy)]
struct Model {
    is_open: bool,
    revision: i64,
    judgement: i64,
    /// Revision of the finding; 0 while there has been none.
    finding: i64,
    is_removed: bool,
    survey: SurveyState,
}

impl Model {
    /// What the step is told, and what is stored afterwards.
    fn takes(mut self, step: Step) -> (Told, Self) {
        let before = self;
        let told = match step {
            Step::Judge if self.is_open => {
                self.judgement += 1;
                Told::Done
            }
            Step::JudgeLate if self.is_open => Told::Conflict,
            Step::PublishLate => Told::Conflict,
            Step::Publish => self.published(),
            Step::Reopen if self.is_open => Told::Refused("assessment.publish.open"),
            Step::Reopen => {
                (self.is_open, self.revision) = (true, self.revision + 1);
                Told::Done
            }
            Step::Rename => {
                self.revision += 1;
                Told::Done
            }
            Step::CloseSurvey => match self.survey {
                SurveyState::Open => {
                    self.survey = SurveyState::Closed;
                    Told::Done
                }
                _ => Told::Refused("survey.refused.not-open"),
            },
            _ if !self.is_open => FROZEN,
            Step::OpenSurvey => match self.survey {
                SurveyState::Draft => {
                    self.survey = SurveyState::Open;
                    Told::Done
                }
                _ => Told::Refused("survey.refused.not-draft"),
            },
            _ => self.found(step),
        };
        (told, if told == Told::Done { self } else { before })
    }

    fn published(&mut self) -> Told {
        if !self.is_open {
            return Told::Refused("assessment.publish.already");
        }
        if self.judgement == 0 {
            return Told::Refused("assessment.publish.nothing");
        }
        if self.survey == SurveyState::Open {
            return Told::Refused("assessment.publish.survey-open");
        }
        (self.is_open, self.revision) = (false, self.revision + 1);
        Told::Done
    }

    fn found(&mut self, step: Step) -> Told {
        let is_there = self.finding > 0 && !self.is_removed;
        let is_restorable = self.finding > 0 && self.is_removed;
        let may = match step {
            Step::Find => self.finding == 0 || is_there,
            Step::Remove => is_there,
            _ => is_restorable,
        };
        if !may {
            return Told::Missing;
        }
        match step {
            Step::Find => self.finding += 1,
            Step::Remove => (self.finding, self.is_removed) = (self.finding + 1, true),
            _ => (self.finding, self.is_removed) = (self.finding + 1, false),
        }
        Told::Done
    }
}

/// Draws numbers that repeat from run to run.
struct Dice(u64);

impl Dice {
    fn step(&mut self) -> Step {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let sides = STEPS.len() as u64;
        STEPS[usize::try_from(self.0 % sides).unwrap()]
    }
}

async fn does(scene: &Scene, step: Step, (model, finding): (&Model, &Finding)) -> Told {
    let (cx, id) = (&scene.cx, scene.round);
    let survey = app::survey::of_round(cx, id).await.unwrap().surveys[0].id;
    match step {
        Step::Judge => Told::of(judge(cx, id, &judged(Level::No, model.judgement)).await),
        Step::JudgeLate => Told::of(judge(cx, id, &judged(Level::No, model.judgement + 7)).await),
        Step::Publish => Told::of(publish(cx, id, model.revision).await),
        Step::PublishLate => Told::of(publish(cx, id, model.revision - 1).await),
        Step::Reopen => Told::of(reopen(cx, id, model.revision).await),
        Step::Rename => {
            let facts = round_facts(cx, id).await.unwrap();
            let name = format!("Kierros {}", model.revision);
            let named = RoundFacts {
                new: None,
                title: title(&name),
                ..facts
            };
            Told::of(save_round(cx, id, &named).await)
        }
        Step::Find => {
            let seen = Finding {
                revision: model.finding,
                ..finding.clone()
            };
            Told::of(save_proposal::<FindingId>(cx, id, &seen).await)
        }
        Step::Remove => Told::of(remove_proposal(cx, id, finding.id, model.finding).await),
        Step::Restore => Told::of(restore_proposal(cx, id, finding.id).await),
        Step::OpenSurvey => Told::of(open(cx, survey).await),
        Step::CloseSurvey => Told::of(close(cx, survey).await),
    }
}

/// Fails unless what is stored is what the model says.
async fn agrees(scene: &Scene, model: &Model, finding: FindingId) {
    let stored = round(&scene.cx, scene.round).await.unwrap();
    assert_eq!(stored.state == RoundState::Open, model.is_open);
    assert_eq!(stored.revision, model.revision);
    assert_eq!(stored.published_at.is_some(), !model.is_open);
    let told = progress(&scene.cx, scene.round).await.unwrap();
    assert_eq!(told.tally.judged(), i64::from(model.judgement > 0));
    let there = proposal(&scene.cx, scene.round, finding).await;
    let revision = there.ok().map(|it| it.revision);
    let expected = (model.finding > 0 && !model.is_removed).then_some(model.finding);
    assert_eq!(revision, expected);
    let survey = app::survey::of_round(&scene.cx, scene.round).await.unwrap();
    let id = survey.surveys[0].id;
    assert_eq!(show(&scene.cx, id).await.unwrap().0.state, model.survey);
}

#[tokio::test]
async fn whatever_comes_after_whatever_a_round_does_what_its_state_allows() {
    for seed in [1, 2, 3, 4] {
        let scene = Scene::new().await;
        let draft = a_survey(&scene.cx, scene.round);
        create(&scene.cx, &draft).await.unwrap();
        let finding = a_finding(&scene.cx);
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let mut model = Model {
            is_open: true,
            revision: 1,
            judgement: 0,
            finding: 0,
            is_removed: false,
            survey: SurveyState::Draft,
        };
        let (mut taken, mut done) = (Vec::new(), 0);
        for _ in 0..60 {
            let step = dice.step();
            taken.push(step);
            let (expected, next) = model.takes(step);
            let told = does(&scene, step, (&model, &finding)).await;
            assert_eq!(told, expected, "{step:?} of {model:?} after {taken:?}");
            done += usize::from(told == Told::Done);
            model = next;
            agrees(&scene, &model, finding.id).await;
        }
        let log = crate::log_of(&scene.cx).await;
        assert_eq!(
            log.lines().count(),
            3 + done,
            "one entry for each that was done"
        );
    }
}
