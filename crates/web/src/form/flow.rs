//! The handlers of every form: shown, saved, in conflict, removed.

use app::form::{Form, Sheet, Typed};
use app::{Error, Outcome};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::draw::FormView;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Query};
use crate::kit::shell::Shell;
use crate::link::{Link, Params};
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, conflict, mend};
use crate::route::Routes;

/// Name of the button that adds a choice to a field: it saves nothing, the form comes back as typed.
const ADD: &str = "add-to";

/// What is stored now, nothing for a new one, and what its form needs to know beside it.
pub(crate) struct Loaded<F: Form> {
    /// The stored value.
    pub(crate) was: Option<F>,
    /// What the form needs to know.
    pub(crate) with: F::With,
}

/// What happens after a change: where to go and what is said there.
pub(crate) struct Done {
    /// Address.
    pub(crate) to: String,
    /// What is said.
    pub(crate) notice: Notice,
}

/// What a form is about: a new one or what is stored, with the parameters of the address.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Spot<N, O> {
    /// A new one.
    New(N),
    /// What is stored.
    Old(O),
}

impl<N, O> Spot<N, O> {
    /// The parameters of what is stored.
    pub(crate) const fn old(&self) -> Option<&O> {
        match self {
            Self::New(_) => None,
            Self::Old(old) => Some(old),
        }
    }
}

/// The spot of a desk.
pub(crate) type Place<D> = Spot<<D as Desk>::New, <D as Desk>::Old>;

/// Something that people edit with a form: one implementation gives every handler.
pub(crate) trait Desk: Sized + Send + Sync + 'static {
    /// What is edited.
    type Form: Form;
    /// Parameters of the address of a new one; `()` too where there is none.
    type New: Params + Sync;
    /// Parameters of the address of what is stored.
    type Old: Params + Sync;
    /// The page around the form.
    type Page: Template;

    /// Loads what is stored and what the form needs to know.
    fn load(
        org: &Org,
        at: &Place<Self>,
    ) -> impl Future<Output = Outcome<Loaded<Self::Form>>> + Send;

    /// What a new form begins with, often from the query of the address.
    fn begin(_org: &Org, _query: &Typed, _loaded: &Loaded<Self::Form>) -> Option<Typed> {
        None
    }

    /// Name of the button that saves nothing and shows what would be saved, if there is one.
    const TRIES: Option<&str> = None;

    /// What is shown or was sent of what was loaded: a filter of the address, the rows of a page.
    fn narrowed(_asked: &Typed, loaded: Loaded<Self::Form>) -> Loaded<Self::Form> {
        loaded
    }

    /// What was sent, before it is read: a button that fills in a field beside saving.
    fn received(typed: Typed, _loaded: &Loaded<Self::Form>) -> Typed {
        typed
    }

    /// Saves a checked value.
    fn save(
        org: &Org,
        at: &Place<Self>,
        value: Self::Form,
    ) -> impl Future<Output = Outcome<Done>> + Send;

    /// The page with the form on it; `form` takes the address to which it posts.
    fn page(
        org: &Org,
        at: &Place<Self>,
        loaded: &Loaded<Self::Form>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> impl Future<Output = PageResult<Self::Page>> + Send;

    /// How the audit log names it, to tell who saved meanwhile: mostly by the last word of the
    /// address.
    fn subject(_: &Org, at: &Place<Self>) -> Option<String> {
        at.old().and_then(Params::last)
    }

    /// The same of one row of a form of many, which is a subject of its own.
    fn subject_of_row(_: &Org, _: &Place<Self>, _row: &str) -> Option<String> {
        None
    }
}

/// What can be removed with the revision that was seen.
pub(crate) trait Removable: Desk {
    /// Removes it.
    fn remove(
        org: &Org,
        at: &Self::Old,
        revision: i64,
    ) -> impl Future<Output = Outcome<Done>> + Send;

    /// Where to go when it was not removed because someone changed it.
    fn kept(org: &Org, at: &Self::Old) -> String;
}

/// What can be brought back after it was removed.
pub(crate) trait Restorable: Removable {
    /// Brings it back.
    fn restore(org: &Org, at: &Self::Old) -> impl Future<Output = Outcome<Done>> + Send;
}

impl Routes {
    /// Adds a form at two addresses: of a new one, and of what is stored.
    #[must_use]
    pub(crate) fn form<D: Desk>(self, new: Link<D::New>, old: Link<D::Old>) -> Self {
        self.adding::<D>(new).edit::<D>(old)
    }

    /// Adds a form of a new one, where what is stored is not edited.
    #[must_use]
    pub(crate) fn adding<D: Desk>(self, new: Link<D::New>) -> Self {
        self.get(new, begin::<D>).post(new, create::<D>)
    }

    /// Adds a form of what is stored.
    #[must_use]
    pub(crate) fn edit<D: Desk>(self, old: Link<D::Old>) -> Self {
        self.get(old, show::<D>).saving::<D>(old)
    }

    /// Adds what a form posts to that stands on the page of another.
    #[must_use]
    pub(crate) fn saving<D: Desk>(self, old: Link<D::Old>) -> Self {
        self.post(old, save::<D>)
    }

    /// Adds what the button that removes posts to.
    #[must_use]
    pub(crate) fn removal<D: Removable>(self, link: Link<D::Old>) -> Self {
        self.post(link, remove::<D>)
    }

    /// Adds what the button that undoes a removal posts to.
    #[must_use]
    pub(crate) fn restoration<D: Restorable>(self, link: Link<D::Old>) -> Self {
        self.post(link, restore::<D>)
    }
}

async fn begin<D: Desk>(org: Org, At(at): At<D::New>, Query(query): Query) -> PageResult<Response> {
    open::<D>(&org, &Spot::New(at), &query).await
}

async fn show<D: Desk>(org: Org, At(at): At<D::Old>, Query(query): Query) -> PageResult<Response> {
    open::<D>(&org, &Spot::Old(at), &query).await
}

async fn create<D: Desk>(org: Org, At(at): At<D::New>, fields: Fields) -> PageResult<Response> {
    store::<D>(&org, &Spot::New(at), fields.0).await
}

async fn save<D: Desk>(org: Org, At(at): At<D::Old>, fields: Fields) -> PageResult<Response> {
    store::<D>(&org, &Spot::Old(at), fields.0).await
}

/// The form, new or of what is stored.
async fn open<D: Desk>(org: &Org, at: &Place<D>, query: &Typed) -> PageResult<Response> {
    let loaded = D::narrowed(query, D::load(org, at).await?);
    let begun = match &loaded.was {
        Some(_) => None,
        None => D::begin(org, query, &loaded),
    };
    let sheet = match begun {
        Some(typed) => app::form::prefilled::<D::Form>(&org.cx, &loaded.with, &typed),
        None => app::form::shown(&org.cx, &loaded.with, loaded.was.as_ref()),
    };
    Ok(Page(page::<D>(org, at, &loaded, sheet).await?).into_response())
}

async fn page<D: Desk>(
    org: &Org,
    at: &Place<D>,
    loaded: &Loaded<D::Form>,
    sheet: Sheet,
) -> PageResult<D::Page> {
    let t = org.t();
    D::page(org, at, loaded, |action| FormView::new(t, sheet, action)).await
}

/// Saves what was typed, or shows what must be corrected.
async fn store<D: Desk>(org: &Org, at: &Place<D>, typed: Typed) -> PageResult<Response> {
    let loaded = match D::load(org, at).await {
        Err(Error::NotFound) if at.old().is_some() => return gone(org, &typed),
        other => D::narrowed(&typed, other?),
    };
    let typed = D::received(typed, &loaded);
    let was = loaded.was.as_ref();
    let (value, mut sheet) = app::form::checked(&org.cx, &loaded.with, was, &typed);
    let tries = D::TRIES.is_some_and(|button| typed.has(button));
    if typed.has(ADD) || (tries && value.is_some()) {
        sheet.problems.clear();
        let (t, is_tried) = (org.t(), !typed.has(ADD));
        let form = |action| FormView::new(t, sheet, action).tried_if(is_tried);
        let page = D::page(org, at, &loaded, form).await?;
        return Ok(Page(page).into_response());
    }
    let done = match value {
        Some(value) => D::save(org, at, value).await,
        None => return Ok(mend(page::<D>(org, at, &loaded, sheet).await?)),
    };
    match done {
        Ok(done) => Ok(go_with(&done.to, &done.notice)),
        Err(Error::Invalid(invalid)) => {
            sheet.refuse(org.t(), &invalid);
            Ok(mend(page::<D>(org, at, &loaded, sheet).await?))
        }
        Err(Error::Refused(key)) => refused::<D>(org, at, &loaded, sheet, key).await,
        // A new one is in conflict with itself alone: the same form was sent before.
        Err(Error::Conflict) if at.old().is_none() && loaded.was.is_none() => {
            refused::<D>(org, at, &loaded, sheet, "kit.sent-before").await
        }
        Err(Error::Conflict) => both::<D>(org, at, sheet).await,
        Err(Error::NotFound) if at.old().is_some() => gone(org, &typed),
        Err(other) => Err(PageError::from(other)),
    }
}

/// The form as it was sent, under the sentence that says why it was not saved.
async fn refused<D: Desk>(
    org: &Org,
    at: &Place<D>,
    loaded: &Loaded<D::Form>,
    sheet: Sheet,
    key: &'static str,
) -> PageResult<Response> {
    let t = org.t();
    let page = D::page(org, at, loaded, |action| {
        FormView::new(t, sheet, action).with_refusal(t.say(key))
    });
    Ok(conflict(page.await?))
}

/// What was typed for a thing that is not there: removed meanwhile, or never there.
#[derive(Template)]
#[template(path = "kit/form/gone.html")]
struct GonePage {
    shell: Shell,
    texts: Vec<String>,
}

/// The texts that were typed, so that nobody loses them with the thing they were for. Words and codes
/// are left out; where nothing else was typed, the page is the one of every address that is not there.
fn gone(org: &Org, typed: &Typed) -> PageResult<Response> {
    let texts = typed.iter().map(|(_, text)| text);
    let texts = texts.filter(|text| text.trim().contains(char::is_whitespace));
    let texts: Vec<String> = texts.map(str::to_owned).collect();
    if texts.is_empty() {
        return Err(PageError::NotFound);
    }
    let page = GonePage {
        shell: org.shell(org.t().say("kit.gone-title"), &[]),
        texts,
    };
    Ok((StatusCode::NOT_FOUND, Page(page)).into_response())
}

/// Both versions: saving again, with the revision that is stored now, is then a choice.
async fn both<D: Desk>(org: &Org, at: &Place<D>, typed: Sheet) -> PageResult<Response> {
    let t = org.t();
    let loaded = D::narrowed(&typed.values, D::load(org, at).await?);
    let saved = app::form::shown(&org.cx, &loaded.with, loaded.was.as_ref());
    let differences = typed.differences(t, &saved);
    let rows = typed.clashing(&saved).into_iter();
    let rows = rows.filter_map(|row| D::subject_of_row(org, at, row));
    let subjects: Vec<String> = D::subject(org, at).into_iter().chain(rows).collect();
    let who = match app::audit::last_change(&org.cx, &subjects).await? {
        Some(change) if change.is_own => {
            t.with("kit.conflict-own", &[("at", &t.datetime(change.at))])
        }
        Some(change) => t.with(
            "kit.conflict-by",
            &[("name", &change.name), ("at", &t.datetime(change.at))],
        ),
        None => t.say("kit.conflict-text").to_owned(),
    };
    let sheet = typed.over(&saved);
    let page = D::page(org, at, &loaded, |action| {
        FormView::new(t, sheet, action).with_conflict(who, differences)
    });
    Ok(conflict(page.await?))
}

/// Removes: the page asked before.
async fn remove<D: Removable>(
    org: Org,
    At(at): At<D::Old>,
    fields: Fields,
) -> PageResult<Response> {
    let revision = fields.read("revision").unwrap_or_default();
    let refused = match D::remove(&org, &at, revision).await {
        Ok(done) => return Ok(go_with(&done.to, &done.notice)),
        Err(Error::Conflict) => "kit.changed",
        Err(Error::Refused(key)) => key,
        Err(other) => return Err(PageError::from(other)),
    };
    let back = D::kept(&org, &at);
    // What is not there is not in conflict either.
    D::load(&org, &Spot::Old(at)).await?;
    Ok(go_with(&back, &Notice::refused(refused)))
}

/// Brings back what was removed.
async fn restore<D: Restorable>(org: Org, At(at): At<D::Old>) -> PageResult<Response> {
    match D::restore(&org, &at).await {
        Ok(done) => Ok(go_with(&done.to, &done.notice)),
        Err(Error::Refused(key)) => Ok(go_with(&D::kept(&org, &at), &Notice::refused(key))),
        Err(other) => Err(PageError::from(other)),
    }
}
