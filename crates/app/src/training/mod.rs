//! The training programme: what a person studies, what a body holds together, how far each body is.
//!
//! What a person has done is the person's own. Everyone else sees numbers by body, and those only
//! when so many have joined that nobody can be told apart. For the same reason studying writes no
//! audit entry: the log names people.

mod body;
mod own;
mod remind;
mod survey;

use domain::Locale;
use domain::handbook::Open;
use domain::training::{Lesson, LessonOption, LessonQuestion, Way};

pub use body::{BodyProgress, Overview, hold, overview, remove, restore, slides};
pub use own::{
    Answered, Mine, ModuleState, OpenSurvey, Verdict, answer, certificate, join, mine,
    want_reminders,
};
pub(crate) use remind::{DueReminders, at_the_hour};
pub use remind::{remind, set_rhythm, tick};
pub use survey::{
    Compared, Comparison, Joined, Measured, Surveys, begin_survey, choose_survey, comparison,
    leave_survey, surveys,
};

/// The modules of a way, in the order of the programme.
pub(crate) fn modules(way: Way) -> Vec<&'static content::training::Module> {
    let pack = content::training();
    let path = pack.paths.iter().find(|path| path.id == way.code());
    let is_in = |id: &String| match (way, path) {
        (Way::MidTerm, Some(path)) => path.steps.iter().any(|step| step.modules.contains(id)),
        _ => true,
    };
    pack.modules.iter().filter(|one| is_in(&one.id)).collect()
}

/// A module in one language.
pub fn lesson(id: &str, locale: Locale) -> Option<Lesson> {
    content::training().module(id).map(|one| read(one, locale))
}

/// Every module in one language, in order.
pub fn lessons(locale: Locale) -> Vec<Lesson> {
    let modules = content::training().modules.iter();
    modules.map(|one| read(one, locale)).collect()
}

fn read(module: &'static content::training::Module, locale: Locale) -> Lesson {
    let open = |text: &'static domain::Localised| Open::shipped(text.text(locale));
    let question = |one: &'static content::training::Question| LessonQuestion {
        id: one.id.clone(),
        text: open(&one.text),
        options: one
            .options
            .iter()
            .map(|option| LessonOption {
                id: option.id.clone(),
                text: open(&option.text),
                why: open(&option.why),
                is_right: option.id == one.correct,
            })
            .collect(),
    };
    Lesson {
        id: module.id.clone(),
        locale,
        minutes: module.minutes,
        title: open(&module.title),
        goal: open(&module.goal),
        screens: module
            .screens
            .iter()
            .map(|screen| (open(&screen.title), open(&screen.text)))
            .collect(),
        questions: module.questions.iter().map(question).collect(),
    }
}
