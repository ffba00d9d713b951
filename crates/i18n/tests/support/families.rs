//! Families of messages: a prefix that code completes with a word, and every word that it may be.
//!
//! The words come from the lists of the domain where it has them. What is listed here and has no text
//! fails the test, and so does a text that no family, code or template asks for.

use std::collections::BTreeSet;

use domain::assessment::{self, Effect, Effort};
use domain::audit::AuditKind;
use domain::document::DocumentState;
use domain::framework::{Area, Duty, Source};
use domain::handbook::{FaultKind, Field, PartKind};
use domain::identity::{Browser, Role, System};
use domain::interview::{InterviewKind, InterviewState};
use domain::measure::{MeasureEffect, MeasureStatus};
use domain::organisation;
use domain::service::{Moment, NodeKind, Weight};
use domain::survey::{Anonymity, Level, SurveyState};
use domain::training::{self, Change, Rhythm, Way};
use domain::{Locale, Publicity};

/// A prefix and the words that complete it.
#[derive(Debug, Clone)]
pub(crate) struct Family {
    pub(crate) prefix: &'static str,
    pub(crate) words: Vec<&'static str>,
}

impl Family {
    /// The keys that must have a text.
    pub(crate) fn keys(&self) -> impl Iterator<Item = String> {
        self.words
            .iter()
            .map(|word| format!("{}{word}", self.prefix))
    }
}

/// The keys of these families that have no text.
pub(crate) fn missing(families: &[Family], texts: &BTreeSet<&str>) -> Vec<String> {
    let keys = families.iter().flat_map(Family::keys);
    keys.filter(|key| !texts.contains(key.as_str())).collect()
}

/// The texts under the prefixes of these families that are neither in a family nor used elsewhere.
pub(crate) fn superfluous(
    families: &[Family],
    texts: &BTreeSet<&str>,
    is_used: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let known: BTreeSet<String> = families.iter().flat_map(Family::keys).collect();
    let under = |text: &&&str| {
        families
            .iter()
            .any(|family| text.starts_with(family.prefix))
    };
    let texts = texts.iter().filter(under);
    let extra = texts.filter(|text| !known.contains(**text) && !is_used(text));
    extra.map(|text| (*text).to_owned()).collect()
}

/// The codes of a list of the domain.
macro_rules! codes {
    ($all:expr) => {
        $all.iter().map(|it| it.code()).collect::<Vec<_>>()
    };
}

/// Every family.
pub(crate) fn all() -> Vec<Family> {
    let written = WRITTEN
        .iter()
        .map(|(prefix, words)| (*prefix, words.split(' ').collect()));
    let listed = of_assessment()
        .into_iter()
        .chain(of_surveys())
        .chain(of_services());
    let listed = listed.chain(of_people()).chain(of_training());
    let families = listed.chain(written);
    families
        .map(|(prefix, words)| Family { prefix, words })
        .collect()
}

type Listed = Vec<(&'static str, Vec<&'static str>)>;

fn of_assessment() -> Listed {
    vec![
        ("area.", codes!(Area::ALL)),
        ("audit.kind.", codes!(AuditKind::ALL)),
        ("assessment.body.", codes!(assessment::Body::ALL)),
        ("assessment.document.", codes!(DocumentState::ALL)),
        ("assessment.effect.", codes!(Effect::ALL)),
        ("assessment.effort.", codes!(Effort::ALL)),
        ("assessment.publicity.", codes!(Publicity::ALL)),
        ("document.state.", codes!(DocumentState::ALL)),
        ("duty.", codes!(Duty::ALL)),
        ("publicity.", codes!(Publicity::ALL)),
        ("source.", codes!(Source::ALL)),
    ]
}

fn of_surveys() -> Listed {
    vec![
        ("answer.", codes!(Level::ALL)),
        ("interview.coding.level.", codes!(Level::ALL)),
        ("interview.kind.", codes!(InterviewKind::ALL)),
        ("interview.state.", codes!(InterviewState::ALL)),
        ("survey.anonymity.", codes!(Anonymity::ALL)),
        ("survey.state.", codes!(SurveyState::ALL)),
    ]
}

/// The steps of a service's form: its facts, each moment of an outage, and the rest.
fn steps() -> Vec<&'static str> {
    let mut steps = vec!["facts", "tolerance", "fallback", "needs"];
    steps.extend(codes!(Moment::ALL));
    steps
}

fn of_services() -> Listed {
    vec![
        ("measure.change.", codes!(MeasureEffect::ALL)),
        ("measure.status.", codes!(MeasureStatus::ALL)),
        ("service.check-title.", REMARKS.to_vec()),
        ("service.check.", REMARKS.to_vec()),
        ("service.todo.", REMARKS.to_vec()),
        ("service.kind.", codes!(NodeKind::ALL)),
        ("service.kinds.", codes!(NodeKind::ALL)),
        ("service.lead.", steps()),
        ("service.step.", steps()),
        ("service.weight.", codes!(Weight::ALL)),
        ("service.weight-text.", codes!(Weight::ALL)),
    ]
}

fn of_people() -> Listed {
    let mut roles = codes!(Role::ALL);
    let own = roles.clone();
    // The operator holds no role in any organisation.
    roles.push("operator");
    vec![
        ("device.browser.", codes!(Browser::ALL)),
        ("device.system.", codes!(System::ALL)),
        ("identity.role.", own),
        ("language.", codes!(Locale::ALL)),
        ("organisation.kind.", codes!(organisation::Kind::ALL)),
        ("role.", roles),
        ("site.job.name.", JOBS.to_vec()),
        ("site.job.reason.", REASONS.to_vec()),
    ]
}

fn of_training() -> Listed {
    vec![
        ("handbook.edit.", codes!(EDITED)),
        ("handbook.fault.", codes!(FaultKind::ALL)),
        ("handbook.field.", codes!(Field::ALL)),
        ("handbook.hint.", codes!(Field::ALL)),
        ("handbook.mend.", codes!(FaultKind::ALL)),
        ("training.bodies.", codes!(training::Body::ALL)),
        ("training.change.", codes!(Change::ALL)),
        ("training.rhythm.", codes!(Rhythm::ALL)),
        ("training.way.", codes!(Way::ALL)),
    ]
}

/// The names of `app::job::JOBS`.
const JOBS: &[&str] = &[
    "backup",
    "ballots",
    "expiry",
    "forgotten-password",
    "login-refused",
    "mail",
    "roll-purge",
    "simulation",
    "training-reminders",
];

/// `app::job::Reason::code`.
const REASONS: &[&str] = &[
    "failed",
    "interrupted",
    "unreadable",
    "unknown",
    "no-mail",
    "mail-delayed",
    "mail-refused",
    "mail-uncertain",
    "backup",
];

/// `Remark::code`: its cases carry what was found, so that it has no list.
const REMARKS: &[&str] = &[
    "cycle",
    "promise-too-short",
    "contract-too-slow",
    "tolerance-too-short",
    "single-supplier",
    "fallback-too-short",
    "no-fallback",
    "fallback-untested",
    "fallback-test-old",
    "no-owner",
    "no-deputy",
    "no-tolerance",
    "no-needs",
    "no-promise",
    "unconfirmed",
];

/// Facts have a form of their own.
const EDITED: &[PartKind] = &[PartKind::Card, PartKind::Chapter, PartKind::Intro];

/// Families whose words are in the code that uses them: of crates that this one does not know.
const WRITTEN: &[(&str, &str)] = &[
    ("answering.closed.", "title text"),
    ("answering.draft.", "title text"),
    ("answering.failed.", "title text"),
    ("answering.missing.", "title text"),
    // `content::Approver` and `content::Audience`.
    ("approver.", "council board management office supplier"),
    ("audience.", "elected management staff"),
    // The tables of the main database that are an organisation's.
    (
        "export.table.",
        "adapted_threat assessment_round audit_entry document_review finding framework handbook \
         handbook_part handbook_picture interview invitation judgement membership \
         passage people programme_access programme_invitation programme_member proposed_action \
         risk_record second_step_rule service_node summary_text survey training_done training_person training_quiet training_reminder \
         training_session training_survey",
    ),
    // `app::backup::{State, Fault}`.
    ("site.backup.failure.", "database disk unlike"),
    ("site.backup.state.", "failed good none not-set-up old"),
    ("site.backup.todo.", "failed good none not-set-up old"),
    // What an entry says besides its kind.
    (
        "audit.note.",
        "annex-of-an-open-round asked closed codes confirmed declined does-not-share exported invitation left \
         left-out not-asked opened passkey published recovered removed reopened reset restored shares \
         shipped shown totp",
    ),
    // The next things to do, and why.
    (
        "assessment.next.",
        "survey-create survey-create-why survey-open survey-open-why interview-plan \
         interview-plan-why interview-code interview-code-why document-review document-review-why \
         judge judge-why propose propose-why publish publish-why read read-why decide decide-why",
    ),
    (
        "assessment.reference.",
        "tihl kuntalaki digipalvelulaki nist-csf-2-0",
    ),
    (
        "assessment.say.survey.",
        "high-yes high-partly high-some low-no low-partly low-some low-unknown",
    ),
    (
        "assessment.say.elected.",
        "high-yes high-partly high-some low-no low-partly low-some low-unknown",
    ),
    (
        "assessment.say.interview.",
        "high-yes high-partly low-no low-partly low-unknown",
    ),
    (
        "assessment.say.leaders.",
        "high-yes high-partly low-no low-partly low-unknown",
    ),
    (
        "assessment.say.document.",
        "high-yes high-partly low-no low-partly low-unknown",
    ),
    // The denominator of a frequency.
    ("figure.about-", "ten hundred"),
    ("figure.exactly-", "ten hundred"),
    // `HandbookFormat`.
    ("handbook.format.", "cmi5 epub html pdf pdf-phone scorm"),
    // `identity::Over`.
    (
        "identity.over.",
        "used used-text withdrawn withdrawn-text expired expired-text",
    ),
    // The codes of `exchange::account`, and what a file is for.
    (
        "import.drop.",
        "respondent person time network token language progress comment empty chosen",
    ),
    ("import.expected.", "table notes framework"),
    (
        "import.field.",
        "annotation assessment-method assessment-objective example guidance implementation-\
         groups implementation-groups-definition importance labels links max-score metric-\
         definitions min-score objective overview question questions reference-controls \
         requirement-mapping-set requirement-mapping-sets risk-matrix scores-definition \
         threats typical-evidence unknown visibility-expression weight",
    ),
    (
        "import.group.",
        "answer-too-long column-personal column-unknown date-unknown document-unknown not-an-\
         option not-submitted off-scale question-missing question-twice respondent-twice \
         state-unknown",
    ),
    (
        "import.kind.",
        "text xlsx xls ods docx doc odt pptx zip encrypted pdf image rtf html xml json binary",
    ),
    (
        "import.oscal.",
        "assessment-plan assessment-results component-definition mapping-collection plan-of-\
         action-and-milestones profile system-security-plan",
    ),
    ("import.place.", "column row"),
    (
        "import.problem.",
        "channels-unknown hours-unknown kind-unknown name-missing no-service-column not-a-\
         catalogue number-unknown service-twice too-large empty-file wrong-type encrypted \
         broken-workbook broken-document too-many-parts expands too-many-rows too-many-\
         columns too-many-cells no-table too-deep too-many-references syntax cell-cut extra-\
         cells stray-quote encoding-guessed encoding-mixed garbled sheets-not-read no-\
         questions column-unknown column-unconfirmed column-dropped question-twice question-\
         missing off-scale not-an-option answer-too-long respondent-twice not-submitted rows-\
         without-answers summary-rows identical-rows no-document-column no-state-column \
         document-missing document-unknown document-similar document-twice state-unknown \
         state-missing date-unknown publicity-unknown no-framework other-oscal not-a-\
         framework no-criteria too-many-criteria frameworks-not-read field-not-used field-\
         twice item-not-understood id-derived id-twice text-missing parent-missing parent-\
         loops assessable-missing explanations-left-out withdrawn parameter-unknown language-\
         unknown class-lowered ground-missing too-many-answers too-much-text hours-rounded \
         number-twofold respondents-not-told not-concerned hidden-rows formula-unworked \
         nothing-published not-published other-pages",
    ),
    ("import.status.", "deleted draft modified old-published"),
    ("import.taken.", "services answers documents notes"),
    ("import.what.", "services answers documents notes"),
    ("import.notes.", "too-long"),
    // The heads of a chart.
    ("measure.services.", "service without with"),
    // `SuspectKind` and `Waits`.
    ("interview.names.kind.", "email phone name"),
    ("interview.waits.", "day notes coding finishing nothing"),
    // `Gap` and `Stage`.
    (
        "service.gap.",
        "facts people effects tolerance fallback needs",
    ),
    ("service.stage.", "unbearable hurts unknown carried"),
    // The unit that fits a time.
    ("service.span.", "hours days weeks"),
    ("service.typed.", "hours days weeks"),
    ("survey.anonymity.", "open-hint split-hint"),
    // When the roll of a survey with letters, and the marks of one without, are erased.
    (
        "survey.purge.",
        "after-open after-split due-open due-split done-open done-split",
    ),
    // `TextState`.
    ("survey.text.state.", "released waiting withheld"),
];
