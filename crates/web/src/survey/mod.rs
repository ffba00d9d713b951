//! Surveys: preparing, opening, letters, answering, closing, results.

mod answer;
mod draft;
mod form;
mod letter;
pub(crate) mod link;
pub(crate) mod list;
mod paper;
mod request;
mod result;
mod running;
mod text;

use crate::feature::Feature;
use crate::route::Routes;
use crate::visit::Nav;

pub(crate) const FEATURE: Feature = Feature {
    name: "survey",
    nav: Some(Nav {
        label: "survey.title",
        link: link::ALL,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    let answers = answer::limit(r.web().app.random());
    let r = r
        .get(link::ANSWER, answer::show)
        .get(link::ANSWER_WITH_SLASH, answer::show_with_slash)
        .post(link::ANSWER, answer::submit)
        .sharing(answers)
        .get(link::ALL, list::all)
        .get(link::OF_ROUND, list::of_round)
        .get(link::SURVEY, running::show)
        .form::<form::Facts>(link::NEW, link::EDIT);
    r.get(link::PREVIEW, draft::preview)
        .post(link::OPEN, draft::open)
        .get(link::LETTERS, letter::ask)
        .post(link::LETTERS, letter::make)
        .get(link::REQUEST, request::show)
        .post(link::REQUEST, request::refuse)
        .post(link::CONFIRM, request::confirm)
        .post(link::WITHDRAW, request::withdraw)
        .post(link::MAKE, letter::make_confirmed)
        .get(link::POSTER, letter::poster)
        .get(link::POSTER_FILE, letter::poster_file)
        .get(link::CLOSE, running::ask_close)
        .post(link::CLOSE, running::close)
        .get(link::RESULTS, result::show)
        .get(link::CSV, result::csv)
        .get(link::XLSX, result::xlsx)
        .get(link::TEXTS, text::list)
        .post(link::TEXTS, text::decide)
}
