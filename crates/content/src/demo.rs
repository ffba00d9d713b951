//! The demo's data in `content/demo`: openly fictitious municipalities with everything that an
//! assessment gathers. The program that fills a store with it is `app::demo`.
//!
//! To add a municipality: an organisation and people in `world.toml`, a round file and an interview
//! file beside it, and both in the lists of this module and of `files.rs`.

mod check;
mod day;
mod handbook;
mod notes;
mod register;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use domain::assessment::{Body, Effect, Effort, RoundState};
use domain::document::DocumentState;
use domain::identity::Role;
use domain::interview::{InterviewKind, InterviewState};
use domain::organisation::Kind;
use domain::programme::Part;
use domain::survey::{Anonymity, Level, SurveyState};
use domain::training::SurveyPart;
use domain::{CriterionId, Locale, Localised, Publicity};
use serde::Deserialize;

pub use day::{Anchor, Day};
pub use handbook::Handbook;
pub use notes::Coded;
pub use register::{Decided, Own, Planned, Promised, Register, Told};

use crate::Files;
use crate::problem::{Problem, structure};

const WORLD: &str = "demo/world.toml";

/// Round files with the file of their interviews, where there is one, in the order of filling.
const ROUNDS: [(&str, &str); 4] = [
    ("demo/esimerkkila-aiempi.toml", ""),
    (
        "demo/esimerkkila.toml",
        "demo/esimerkkila-haastattelut.toml",
    ),
    ("demo/mallijoki.toml", "demo/mallijoki-haastattelut.toml"),
    ("demo/kuvitelma.toml", "demo/kuvitelma-haastattelut.toml"),
];

/// Everything that the demo is filled with.
#[derive(Debug, Clone, Default)]
pub struct Demo {
    /// Organisations, people and their programme.
    pub world: World,
    /// Assessment rounds, earlier ones first.
    pub rounds: Vec<Round>,
    /// Registers of services.
    pub registers: Vec<Register>,
    /// Handbooks.
    pub handbooks: Vec<Handbook>,
    unread: Vec<Problem>,
}

/// Organisations, people and their programme.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// The password of every person of the demo; printed, so it protects nothing.
    pub password: String,
    /// The programme that they share.
    pub programme: Programme,
    /// Municipalities, partner, host.
    #[serde(rename = "organisation")]
    pub organisations: Vec<Organisation>,
    /// People who can log in.
    #[serde(rename = "person")]
    pub people: Vec<Person>,
}

/// The programme.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Name.
    pub title: String,
    /// What it wants to achieve.
    pub goal: String,
    /// First day.
    pub starts: Day,
    /// Last day.
    pub ends: Day,
}

/// An organisation of the demo.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its word in addresses and in the demo's files.
    pub key: String,
    /// What it is.
    pub kind: Kind,
    /// Its part in the programme.
    pub part: Part,
    /// Whether its leaders share published results with the programme.
    pub shares: bool,
    /// Name, which says that it is fictitious.
    pub name: Localised,
    /// Languages of its outputs.
    pub languages: Vec<Locale>,
    /// Residents, of a municipality.
    pub population: Option<i64>,
}

/// A person of the demo.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Made-up name.
    pub name: String,
    /// Address that leads nowhere.
    pub email: String,
    /// Language.
    pub locale: Locale,
    /// Key of the organisation; empty for the operator.
    #[serde(default)]
    pub organisation: String,
    /// Roles there.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Whether the person operates the installation.
    #[serde(default)]
    pub operator: bool,
}

/// An assessment round with all that was gathered in it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// Key of the organisation.
    pub organisation: String,
    /// Name.
    pub title: String,
    /// Where in its life it is.
    pub state: RoundState,
    /// When it began.
    pub created: Day,
    /// When the result should be ready.
    pub due: Day,
    /// When the result was given to leadership.
    pub published: Option<Day>,
    /// Address of the assessor.
    pub by: String,
    /// The summary's own text by language.
    #[serde(default)]
    pub summary: BTreeMap<Locale, Summary>,
    /// Surveys.
    #[serde(default, rename = "survey")]
    pub surveys: Vec<Survey>,
    /// Judgements by criterion.
    #[serde(default, rename = "judgement")]
    pub judgements: BTreeMap<CriterionId, Judgement>,
    /// Document reviews by expected document.
    #[serde(default, rename = "document")]
    pub documents: BTreeMap<String, Document>,
    /// Findings.
    #[serde(default, rename = "finding")]
    pub findings: Vec<Finding>,
    /// Proposed measures.
    #[serde(default, rename = "action")]
    pub actions: Vec<Action>,
    /// Interviews, from the file of their own.
    #[serde(skip)]
    pub interviews: Vec<Interview>,
}

/// The summary's own text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// The situation.
    pub situation: String,
    /// What happens next.
    pub next_steps: String,
    /// Class of both.
    #[serde(default = "public")]
    pub publicity: Publicity,
}

/// A survey with the odds from which its answers are drawn.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// Shipped instrument.
    pub instrument: String,
    /// Name as the municipality gave it.
    pub title: String,
    /// Where in its life it is.
    pub state: SurveyState,
    /// How answers are kept apart from people.
    #[serde(default = "split")]
    pub anonymity: Anonymity,
    /// The word of its link; empty for a random one.
    #[serde(default)]
    pub link: String,
    /// How many were invited.
    pub invited: u32,
    /// How many answered.
    pub answers: u32,
    /// Its place in the training of the council term, if it has one.
    pub training: Option<SurveyPart>,
    /// Day of opening.
    pub opened: Day,
    /// Day of closing.
    pub closed: Option<Day>,
    /// Last day for answers as told to people.
    pub closes: Day,
    /// Odds of questions that have none of their own.
    pub weights: Weights,
    /// Invited by choice of the first background question; empty when it has none.
    #[serde(default)]
    pub groups: BTreeMap<String, u32>,
    /// What some respondents wrote.
    #[serde(default)]
    pub texts: Vec<String>,
    /// Odds by question.
    #[serde(default)]
    pub odds: BTreeMap<String, Weights>,
}

/// The odds of yes, partly, no and don't know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Weights([u32; 4]);

impl Weights {
    /// What they add up to.
    pub fn total(self) -> u32 {
        self.0.iter().sum()
    }

    /// The answer on which a ticket falls; tickets run from 0 to [`Weights::total`].
    pub fn level(self, ticket: u32) -> Level {
        let mut left = ticket;
        for (level, weight) in Level::ALL.iter().zip(self.0) {
            if left < weight {
                return *level;
            }
            left -= weight;
        }
        Level::Unknown
    }
}

impl Survey {
    /// The odds of a question.
    pub fn weights_of(&self, question: &str) -> Weights {
        self.odds.get(question).copied().unwrap_or(self.weights)
    }
}

/// A judgement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// How it is.
    pub level: Level,
    /// Why.
    pub why: String,
    /// Class of the reason.
    #[serde(default = "public")]
    pub publicity: Publicity,
    /// Legal ground when secret.
    #[serde(default)]
    pub ground: String,
}

/// A document's review.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What was found.
    pub state: DocumentState,
    /// Who approved it.
    #[serde(default)]
    pub by: String,
    /// When it was approved.
    pub approved: Option<Day>,
    /// When it was last tested.
    pub tested: Option<Day>,
    /// The reviewer's note.
    #[serde(default)]
    pub note: String,
    /// Class of the note.
    #[serde(default = "public")]
    pub publicity: Publicity,
    /// Legal ground when secret.
    #[serde(default)]
    pub ground: String,
}

/// A finding.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Criterion.
    pub criterion: CriterionId,
    /// In a few words.
    pub title: String,
    /// In full.
    pub body: String,
    /// Class.
    #[serde(default = "public")]
    pub publicity: Publicity,
    /// Legal ground when secret.
    #[serde(default)]
    pub ground: String,
}

/// A proposed measure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Criterion.
    pub criterion: CriterionId,
    /// What is to be done.
    pub title: String,
    /// Explanation.
    pub body: String,
    /// Post or unit.
    pub owner: String,
    /// Who decides.
    pub decided_by: Body,
    /// Work.
    pub effort: Effort,
    /// Help.
    pub effect: Effect,
    /// By when.
    pub due: Day,
    /// Whether leadership decides it.
    #[serde(default)]
    pub decision: bool,
    /// Class.
    #[serde(default = "public")]
    pub publicity: Publicity,
    /// Legal ground when secret.
    #[serde(default)]
    pub ground: String,
}

/// An interview; its notes as written in the file carry the codings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interview {
    /// Shipped guide.
    pub guide: String,
    /// One person or several.
    pub kind: InterviewKind,
    /// Name.
    pub title: String,
    /// Day.
    pub held: Day,
    /// How many were heard.
    pub people: u32,
    /// Where in its life it is.
    pub state: InterviewState,
    /// Notes with marks of coding; [`Interview::read`] takes them apart.
    notes: String,
}

impl Interview {
    /// The notes as a person wrote them, and the passages that were coded in them.
    pub fn read(&self) -> (String, Vec<Coded>) {
        notes::read(&self.notes)
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Interviews {
    interview: Vec<Interview>,
}

const fn public() -> Publicity {
    Publicity::Public
}

const fn split() -> Anonymity {
    Anonymity::Split
}

/// The shipped demo, read on first use.
pub fn demo() -> &'static Demo {
    static DEMO: OnceLock<Demo> = OnceLock::new();
    DEMO.get_or_init(|| Demo::read(&Files::shipped()))
}

impl Demo {
    /// Reads the demo. What is wrong is left out and told by [`Demo::problems`].
    pub fn read(files: &Files) -> Self {
        let mut unread = Vec::new();
        let world: World = structure(files, WORLD, &mut unread).unwrap_or_default();
        let mut rounds = Vec::new();
        for (path, interviews) in ROUNDS {
            let Some(mut round) = structure::<Round>(files, path, &mut unread) else {
                continue;
            };
            if !interviews.is_empty() {
                let read = structure::<Interviews>(files, interviews, &mut unread);
                round.interviews = read.unwrap_or_default().interview;
            }
            rounds.push(round);
        }
        let registers = register::read(files, &world, &mut unread);
        let handbooks = handbook::read(files, &world, &mut unread);
        Self {
            world,
            rounds,
            registers,
            handbooks,
            unread,
        }
    }

    /// Everything wrong with the demo, also against the packs that it refers to.
    pub fn problems(&self) -> Vec<Problem> {
        let mut all = self.unread.clone();
        all.extend(check::world(&self.world));
        for (round, (path, _)) in self.rounds.iter().zip(ROUNDS) {
            all.extend(check::round(path, round, &self.world));
        }
        all
    }
}
