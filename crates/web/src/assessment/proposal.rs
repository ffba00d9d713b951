//! The pages of findings and proposed measures: written, changed, removed, brought back.

use app::assessment::{Proposal, proposal, remove_proposal, restore_proposal};
use app::{Error, Invalid, OrgCx};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::framework::{Criterion, Framework, Theme};
use domain::{Locale, RoundId};
use i18n::Texts;

use super::{link, place, words};
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems, Query};
use crate::kit::part::{Choice, Difference};
use crate::kit::shell::Shell;
use crate::link::{Link, Segment};
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// What is said about one kind.
pub(super) struct Keys {
    pub(super) about: &'static str,
    pub(super) new: &'static str,
    pub(super) edit: &'static str,
    pub(super) saved: &'static str,
    pub(super) removed: &'static str,
    pub(super) restored: &'static str,
}

/// The addresses of a kind: of a new one, of one, of removing it and of bringing it back.
pub(super) struct Links<F> {
    pub(super) new: Link<RoundId>,
    pub(super) one: Link<(RoundId, F)>,
    pub(super) remove: Link<(RoundId, F)>,
    pub(super) restore: Link<(RoundId, F)>,
}

/// What every form of this kind has.
pub(super) struct Sheet {
    /// The theme or criterion it is on, in a sentence.
    pub(super) about: String,
    pub(super) fields: Fields,
    pub(super) classes: Vec<Choice>,
    pub(super) problems: Problems,
    pub(super) conflict: Vec<Difference>,
    /// Whether the text was taken from the framework and waits to be adapted.
    pub(super) is_prefilled: bool,
    pub(super) remove: String,
    pub(super) back: String,
}

/// The form of one kind.
pub(super) trait Form: Proposal + Segment {
    const KEYS: Keys;
    const LINKS: Links<Self>;
    type Page: Template;

    /// The page around what every form has.
    fn page(shell: Shell, sheet: Sheet) -> Self::Page;

    /// Title and body that the framework proposes for a criterion.
    fn proposed(criterion: &Criterion, locale: Locale) -> Option<(&str, &str)>;

    /// The fields of what is stored.
    fn stored(written: &Self::Written) -> Fields;

    /// Theme and criterion.
    fn place(written: &Self::Written) -> (&str, &str);

    /// Both versions, field by field, without the class.
    fn both(t: Texts, typed: &Fields, saved: &Fields) -> Vec<Difference>;

    /// Writes what was typed.
    fn save(
        cx: &OrgCx,
        round: RoundId,
        id: Option<Self>,
        fields: &Fields,
    ) -> impl Future<Output = Result<Self, Error>> + Send;
}

/// The theme and, when one is named, the criterion that a form is about.
fn spot<'a>(
    framework: &'a Framework,
    fields: &Fields,
) -> PageResult<(&'a Theme, Option<&'a Criterion>)> {
    let (of, one) = (fields.text("theme"), fields.text("criterion"));
    let theme = framework
        .themes
        .iter()
        .find(|theme| theme.id == of)
        .ok_or(PageError::NotFound)?;
    if one.is_empty() {
        return Ok((theme, None));
    }
    let criterion = theme
        .criteria
        .iter()
        .find(|criterion| criterion.id == one)
        .ok_or(PageError::NotFound)?;
    Ok((theme, Some(criterion)))
}

/// The way back from a form.
fn back(org: &Org, id: RoundId, fields: &Fields) -> String {
    place::spot(org, id, fields.text("theme"), fields.text("criterion"))
}

async fn sheet<F: Form>(
    org: &Org,
    (round, id): (RoundId, Option<F>),
    fields: Fields,
    invalid: &Invalid,
) -> PageResult<(Shell, Sheet)> {
    let t = org.t();
    let stands = app::assessment::round(&org.cx, round).await?;
    let framework = app::assessment::framework(&org.cx, &stands.framework).await?;
    let (theme, criterion) = spot(&framework, &fields)?;
    let about = criterion.map_or(&theme.title, |criterion| &criterion.title);
    let about = about.text(org.cx.locale());
    let crumbs = [(
        t.say("assessment.workspace.title"),
        org.to(link::WORKSPACE, round),
    )];
    let title = t.say(id.map_or(F::KEYS.new, |_| F::KEYS.edit));
    let remove = |id| org.to(F::LINKS.remove, (round, id));
    let sheet = Sheet {
        about: t.with(F::KEYS.about, &[("about", &about)]),
        classes: words::publicity_choices(t, &fields),
        problems: Problems::new(t, invalid),
        conflict: Vec::new(),
        is_prefilled: false,
        remove: id.map(remove).unwrap_or_default(),
        back: back(org, round, &fields),
        fields,
    };
    Ok((org.shell(title, &crumbs), sheet))
}

/// `GET …/new`: begins from what the framework proposes, if it proposes anything.
pub(super) async fn new<F: Form>(
    org: Org,
    At(round): At<RoundId>,
    Query(query): Query,
) -> PageResult<Response> {
    let stands = app::assessment::round(&org.cx, round).await?;
    let framework = app::assessment::framework(&org.cx, &stands.framework).await?;
    let asked = Fields::of(&[
        ("theme", query.text("theme")),
        ("criterion", query.text("criterion")),
    ]);
    let (_, criterion) = spot(&framework, &asked)?;
    let proposed = criterion.and_then(|criterion| F::proposed(criterion, org.cx.locale()));
    let (title, body) = proposed.unwrap_or_default();
    let fields = Fields::of(&[
        ("theme", asked.text("theme")),
        ("criterion", asked.text("criterion")),
        ("title", title),
        ("body", body),
        ("publicity", "internal"),
        ("revision", "0"),
    ]);
    let (shell, sheet) = sheet::<F>(&org, (round, None), fields, &Invalid::default()).await?;
    let sheet = Sheet {
        is_prefilled: proposed.is_some(),
        ..sheet
    };
    Ok(Page(F::page(shell, sheet)).into_response())
}

/// `POST …/new`
pub(super) async fn create<F: Form>(
    org: Org,
    At(round): At<RoundId>,
    fields: Fields,
) -> PageResult<Response> {
    store::<F>(&org, (round, None), fields).await
}

/// `GET …/{id}`
pub(super) async fn edit<F: Form>(
    org: Org,
    At((round, id)): At<(RoundId, F)>,
) -> PageResult<Response> {
    let fields = F::stored(&proposal(&org.cx, round, id).await?);
    let (shell, sheet) = sheet(&org, (round, Some(id)), fields, &Invalid::default()).await?;
    Ok(Page(F::page(shell, sheet)).into_response())
}

/// `POST …/{id}`
pub(super) async fn save<F: Form>(
    org: Org,
    At((round, id)): At<(RoundId, F)>,
    fields: Fields,
) -> PageResult<Response> {
    store(&org, (round, Some(id)), fields).await
}

async fn store<F: Form>(
    org: &Org,
    (round, id): (RoundId, Option<F>),
    fields: Fields,
) -> PageResult<Response> {
    let invalid = match F::save(&org.cx, round, id, &fields).await {
        Ok(_) => {
            let to = back(org, round, &fields);
            return Ok(go_with(&to, &Notice::done(F::KEYS.saved)));
        }
        Err(Error::Conflict) => return conflict(org, (round, id), &fields).await,
        Err(Error::Invalid(invalid)) => invalid,
        Err(Error::Refused(key)) => Invalid::field("title", key),
        Err(other) => return Err(PageError::from(other)),
    };
    let (shell, sheet) = sheet(org, (round, id), fields, &invalid).await?;
    Ok(mend(F::page(shell, sheet)))
}

async fn conflict<F: Form>(
    org: &Org,
    (round, id): (RoundId, Option<F>),
    typed: &Fields,
) -> PageResult<Response> {
    let t = org.t();
    let id = id.ok_or(PageError::Conflict)?;
    let saved = F::stored(&proposal(&org.cx, round, id).await?);
    let mut conflict = F::both(t, typed, &saved);
    conflict.push(words::class_difference(t, typed, &saved));
    let fields = words::with_revision(typed, saved.text("revision"));
    let (shell, sheet) = sheet(org, (round, Some(id)), fields, &Invalid::default()).await?;
    let page = F::page(shell, Sheet { conflict, ..sheet });
    Ok((StatusCode::CONFLICT, Page(page)).into_response())
}

/// `POST …/{id}/remove`
pub(super) async fn remove<F: Form>(
    org: Org,
    At((round, id)): At<(RoundId, F)>,
) -> PageResult<Response> {
    let undo = org.to(F::LINKS.restore, (round, id));
    let notice = Notice::done(F::KEYS.removed).with_undo(&undo);
    let done = remove_proposal(&org.cx, round, id).await;
    answer::<F>(&org, round, done, &notice)
}

/// `POST …/{id}/restore`
pub(super) async fn restore<F: Form>(
    org: Org,
    At((round, id)): At<(RoundId, F)>,
) -> PageResult<Response> {
    let done = restore_proposal(&org.cx, round, id).await;
    answer::<F>(&org, round, done, &Notice::done(F::KEYS.restored))
}

fn answer<F: Form>(
    org: &Org,
    round: RoundId,
    done: Result<F::Written, Error>,
    notice: &Notice,
) -> PageResult<Response> {
    match done {
        Ok(one) => {
            let (theme, criterion) = F::place(&one);
            Ok(go_with(&place::spot(org, round, theme, criterion), notice))
        }
        Err(Error::Refused(key)) => {
            let to = org.to(link::WORKSPACE, round);
            Ok(go_with(&to, &Notice::refused(key)))
        }
        Err(other) => Err(PageError::from(other)),
    }
}
