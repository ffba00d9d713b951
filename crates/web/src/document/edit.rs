//! One document: what to look for, what was found. One of the municipality's own is added here too.

use app::document::{Checklist, Item, Note, Reviewed};
use app::{Error, Outcome};
use askama::Template;
use domain::identity::Permission;
use domain::{Publicity, RoundId};

use super::frame::shell_under_list;
use super::link;
use super::list::{kind, late};
use crate::error::{PageError, PageResult};
use crate::extract::Org;
use crate::form::{
    Buttons, Desk, Done, FormView, Loaded, Place, Removable, Removal, Restorable, Spot,
};
use crate::kit::part::Link;
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::flash::Notice;

/// What the shipped checklist says of a document.
struct Expected {
    ask: String,
    good: String,
    approver: &'static str,
    review: String,
    test: Option<String>,
}

/// A document that is on the checklist: what is around its form.
struct Listed {
    expected: Option<Expected>,
    evidences: Vec<Link>,
    state: &'static str,
    kind: &'static str,
    late: Vec<String>,
    note: Note,
    publicity: Publicity,
    ground: Option<String>,
    facts: Vec<(&'static str, String)>,
    next: Option<String>,
}

/// `GET /{org}/rounds/{round}/documents/{document}` and `GET /{org}/rounds/{round}/documents/new`
#[derive(Template)]
#[template(path = "document/edit.html")]
pub(super) struct EditPage {
    shell: Shell,
    /// Nothing while a new one is added.
    listed: Option<Listed>,
    is_writer: bool,
    form: FormView,
}

fn expected(org: &Org, item: &Item) -> Option<Expected> {
    let (t, locale) = (org.t(), org.cx.locale());
    let months = |n: u32| t.count("document.months", i64::from(n));
    item.expected.map(|one| Expected {
        ask: one.ask.text(locale).to_owned(),
        good: one.good.text(locale).to_owned(),
        approver: t.say(&format!("approver.{}", one.approver.code())),
        review: months(one.review_months),
        test: one.test_months.map(months),
    })
}

/// The criteria it evidences, each leading to its place in the round.
fn evidences(org: &Org, list: &Checklist, item: &Item) -> Vec<Link> {
    let round = list.round.id;
    list.framework
        .criteria()
        .filter(|(_, one)| item.criteria.contains(&one.id))
        .map(|(theme, one)| {
            let place = (round, &theme.id, &one.id);
            let to = org.to(crate::assessment::link::CRITERION, place);
            Link::new(one.title.text(org.cx.locale()), &to)
        })
        .collect()
}

/// What is recorded, for those who only read.
fn facts(org: &Org, item: &Item) -> Vec<(&'static str, String)> {
    let t = org.t();
    let review = &item.review;
    let day = |day: Option<jiff::civil::Date>| day.map(|day| t.date(day)).unwrap_or_default();
    let all = [
        (t.say("document.approved-by"), review.approved_by.clone()),
        (t.say("document.approved-on"), day(review.approved_on)),
        (t.say("document.tested-on"), day(review.tested_on)),
    ];
    all.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

fn listed(org: &Org, list: &Checklist, item: &Item) -> Listed {
    Listed {
        expected: expected(org, item),
        evidences: evidences(org, list, item),
        state: org
            .t()
            .say(&format!("document.state.{}", item.review.state.code())),
        kind: kind(item.review.state),
        late: late(org, item),
        note: item.note.clone(),
        publicity: item.class(),
        ground: item.review.note.ground().map(str::to_owned),
        facts: facts(org, item),
        next: list
            .next_unreviewed(&item.id)
            .filter(|next| next.id != item.id)
            .map(|next| org.to(link::DOCUMENT, (list.round.id, &next.id))),
    }
}

fn removal(org: &Org, (round, document): &(RoundId, String)) -> Removal {
    let t = org.t();
    Removal {
        action: org.to(link::REMOVE, (*round, document)),
        title: t.say("document.own.remove"),
        text: t.say("document.own.remove-text"),
        label: t.say("document.own.remove-button"),
    }
}

/// Where to go after saving: to the list, or to the next document that nobody has looked at.
async fn onward(org: &Org, at: &(RoundId, String), opens_next: bool) -> Outcome<String> {
    let (round, document) = at;
    if opens_next {
        let list = app::document::checklist(&org.cx, *round).await?;
        if let Some(next) = list.next_unreviewed(document) {
            return Ok(org.to(link::DOCUMENT, (*round, &next.id)));
        }
    }
    Ok(org.to(link::LIST, *round).fragment(document))
}

/// The form of a review.
pub(super) struct Review;

impl Desk for Review {
    type Form = Reviewed;
    type New = RoundId;
    type Old = (RoundId, String);
    type Page = EditPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<Reviewed>> {
        let (round, document) = match at {
            Spot::New(round) => (*round, None),
            Spot::Old((round, document)) => (*round, Some(document)),
        };
        let with = app::document::checklist(&org.cx, round).await?;
        let was = match document {
            Some(id) => Some(with.review(id).ok_or(Error::NotFound)?),
            None => None,
        };
        Ok(Loaded { was, with })
    }

    async fn save(org: &Org, at: &Place<Self>, value: Reviewed) -> Outcome<Done> {
        let (to, key) = match at {
            Spot::New(round) => {
                let id = app::document::add_own(&org.cx, &value.review).await?;
                let to = org.to(link::LIST, *round).fragment(id);
                (to, "document.own.added")
            }
            Spot::Old(old) => {
                app::document::save(&org.cx, &value.review).await?;
                (onward(org, old, value.opens_next).await?, "document.saved")
            }
        };
        Ok(Done {
            to,
            notice: Notice::done(key),
        })
    }

    fn subject(_: &Org, at: &Place<Self>) -> Option<String> {
        at.old()
            .map(|(round, document)| app::document::review_subject(*round, document))
    }

    async fn page(
        org: &Org,
        at: &Place<Self>,
        loaded: &Loaded<Reviewed>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<EditPage> {
        let (t, list) = (org.t(), &loaded.with);
        let here = match at {
            Spot::New(round) => org.to(link::NEW, *round),
            Spot::Old((round, id)) => org.to(link::DOCUMENT, (*round, id)),
        };
        let item = match at {
            Spot::New(_) => None,
            Spot::Old((_, id)) => Some(list.item(id).ok_or(PageError::NotFound)?),
        };
        let title = item.map_or_else(
            || t.say("document.own.add"),
            |item| item.title.text(org.cx.locale()),
        );
        let own = at
            .old()
            .filter(|_| item.is_some_and(|item| item.expected.is_none()));
        let buttons = Buttons {
            also: item.map(|_| ("do", "next", t.say("document.save-next"))),
            back: org.to(link::LIST, list.round.id),
            ..Buttons::default()
        };
        Ok(EditPage {
            shell: shell_under_list(org, &list.round, title),
            listed: item.map(|item| listed(org, list, item)),
            is_writer: org.cx.may_in(&list.round, Permission::DocumentWrite),
            form: form(here)
                .with_buttons(buttons)
                .with_removal(own.map(|at| removal(org, at))),
        })
    }
}

impl Removable for Review {
    async fn remove(org: &Org, at: &(RoundId, String), revision: i64) -> Outcome<Done> {
        app::document::remove_own(&org.cx, at.0, &at.1, revision).await?;
        let undo = org.to(link::RESTORE, (at.0, &at.1));
        Ok(Done {
            to: org.to(link::LIST, at.0),
            notice: Notice::done("document.own.removed").with_undo(&undo),
        })
    }

    fn kept(org: &Org, at: &(RoundId, String)) -> String {
        org.to(link::LIST, at.0)
    }
}

impl Restorable for Review {
    async fn restore(org: &Org, (round, document): &(RoundId, String)) -> Outcome<Done> {
        app::document::restore_own(&org.cx, *round, document).await?;
        Ok(Done {
            to: org.to(link::LIST, *round),
            notice: Notice::done("document.own.restored"),
        })
    }
}
