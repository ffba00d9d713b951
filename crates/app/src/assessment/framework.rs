//! Frameworks: the shipped one and those an organisation has loaded from files.

use std::sync::{Arc, OnceLock};

use domain::audit::AuditKind;
use domain::framework::Framework;
use domain::identity::Permission;
use serde::{Deserialize, Serialize};
use store::{LoadedFramework, OrgStore, StoreError};

use crate::cache::{Kept, written};
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::heavy::{Work, apart};

impl Kept for Framework {
    fn bytes(&self) -> usize {
        // Texts are most of it; each has its own allocation and a place in a tree.
        2 * written(self)
    }
}

/// The shipped framework.
pub fn shipped() -> Arc<Framework> {
    static SHIPPED: OnceLock<Arc<Framework>> = OnceLock::new();
    Arc::clone(SHIPPED.get_or_init(|| Arc::new(content::framework().clone())))
}

/// The framework of this id: the shipped one, or one the organisation has loaded.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has none of this id.
pub async fn framework(cx: &OrgCx, id: &str) -> Outcome<Arc<Framework>> {
    if content::framework().id == id {
        return Ok(shipped());
    }
    let mut org = cx.read().await?;
    framework_in(cx, &mut org, id).await
}

/// The same within an open transaction.
pub(crate) async fn framework_in(
    cx: &OrgCx,
    org: &mut OrgStore,
    id: &str,
) -> Outcome<Arc<Framework>> {
    if content::framework().id == id {
        return Ok(shipped());
    }
    let loaded_at = org.framework_loaded_at(id).await?.ok_or(Error::NotFound)?;
    // A loaded framework never changes: it is removed and loaded again. The moment of loading is part
    // of the key, so that a copy from before is never shown, whichever node loaded it.
    let key = format!("{} {loaded_at} {id}", cx.organisation().id);
    let read = async {
        let (framework, _listed) = org.framework(id).await?.ok_or(Error::NotFound)?;
        Ok(framework)
    };
    cx.app().cache().get(key, read).await
}

/// One thing that was not understood when a framework was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// Where it stands in the file.
    pub place: String,
    /// Key of the sentence that says what it is.
    pub key: String,
    /// The sentence's arguments, by name.
    pub arguments: Vec<(String, String)>,
    /// The value in question, shortened; empty when there is none.
    pub value: String,
    /// Whether something was left out because of it.
    pub left_out: bool,
}

/// What was not understood when a framework was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// In the order of the file.
    pub unread: Vec<Unread>,
    /// How many more there were than are listed.
    pub unlisted: usize,
}

/// A framework to choose from or look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkFacts {
    /// Id.
    pub id: String,
    /// Name.
    pub title: String,
    /// Version as its publisher writes it.
    pub version: String,
    /// How many criteria it has.
    pub criteria: i64,
    /// The file it came from; empty for the shipped one.
    pub file_name: String,
    /// Whether it came with the product.
    pub is_shipped: bool,
    /// How many rounds use it.
    pub rounds: usize,
}

/// The shipped framework and those loaded, the shipped first.
pub async fn frameworks(cx: &OrgCx) -> Outcome<Vec<FrameworkFacts>> {
    cx.require(Permission::AssessmentRead)?;
    let mut org = cx.read().await?;
    let rounds = org.rounds().await?;
    let used = |id: &str| rounds.iter().filter(|round| round.framework == id).count();
    let ours = shipped();
    let first = FrameworkFacts {
        id: ours.id.clone(),
        title: ours.title.text(cx.locale()).to_owned(),
        version: ours.version.clone(),
        criteria: i64::try_from(ours.criteria().count()).unwrap_or_default(),
        file_name: String::new(),
        is_shipped: true,
        rounds: used(&ours.id),
    };
    let loaded = org.frameworks().await?;
    Ok(std::iter::once(first)
        .chain(loaded.into_iter().map(|one| FrameworkFacts {
            rounds: used(&one.id),
            id: one.id,
            title: one.title,
            version: one.version,
            criteria: one.criteria,
            file_name: one.file_name,
            is_shipped: false,
        }))
        .collect())
}

/// A framework with what was not understood when it was loaded.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has none of this id.
pub async fn view_framework(cx: &OrgCx, id: &str) -> Outcome<(Arc<Framework>, Listed)> {
    cx.require(Permission::AssessmentRead)?;
    let mut org = cx.read().await?;
    let framework = framework_in(cx, &mut org, id).await?;
    if framework.id == content::framework().id {
        return Ok((framework, Listed::default()));
    }
    let listed = org.framework(id).await?.map(|(_, listed)| listed);
    let listed = listed.and_then(|text| serde_json::from_str(&text).ok());
    Ok((framework, listed.unwrap_or_default()))
}

/// What came of loading a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The framework's id; nothing when nothing could be taken.
    pub id: Option<String>,
    /// What was not understood, or why nothing could be taken.
    pub listed: Listed,
}

/// Loads a framework from a file: a CISO Assistant library or an OSCAL catalog.
///
/// # Errors
/// [`Error::Invalid`] when one with its id exists.
pub async fn load_framework(cx: &OrgCx, file_name: &str, file: Vec<u8>) -> Outcome<Loaded> {
    cx.require(Permission::FrameworkLoad)?;
    let account = apart(Work::Read, move || exchange::framework::read(&file)).await?;
    let listed = Listed {
        unread: account.problems.iter().map(unread).collect(),
        unlisted: account.unlisted.all,
    };
    let Some(framework) = account.taken else {
        return Ok(Loaded { id: None, listed });
    };
    keep_framework(cx, &framework, file_name, &listed).await?;
    Ok(Loaded {
        id: Some(framework.id),
        listed,
    })
}

fn unread(problem: &exchange::Problem) -> Unread {
    Unread {
        place: problem.place.to_string(),
        key: problem.kind.message_key(),
        arguments: problem
            .kind
            .args()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        value: problem.value.clone(),
        left_out: problem.kind.severity() != exchange::Severity::Note,
    }
}

/// Keeps a framework that was read from a file.
///
/// # Errors
/// [`Error::Invalid`] when it has no criteria or one with its id exists.
pub async fn keep_framework(
    cx: &OrgCx,
    framework: &Framework,
    file_name: &str,
    listed: &Listed,
) -> Outcome<()> {
    cx.require(Permission::FrameworkLoad)?;
    let criteria = i64::try_from(framework.criteria().count()).unwrap_or(i64::MAX);
    if criteria == 0 {
        return Err(Invalid::field("file", "framework.load.empty").into());
    }
    if framework.id == content::framework().id {
        return Err(Invalid::field("file", "framework.load.taken").into());
    }
    let facts = LoadedFramework {
        id: framework.id.clone(),
        title: framework.title.text(cx.locale()).to_owned(),
        version: framework.version.clone(),
        criteria,
        file_name: file_name.chars().take(200).collect(),
        created_at: cx.now(),
    };
    let account = serde_json::to_string(listed).unwrap_or_default();
    let mut org = cx.write().await?;
    org.add_framework(&facts, framework, &account)
        .await
        .map_err(|error| match error {
            StoreError::Taken => Invalid::field("file", "framework.load.taken").into(),
            other => Error::Store(other),
        })?;
    let entry = cx.audit(AuditKind::FrameworkLoaded, &facts.id, facts.version.clone());
    org.audit(&entry).await?;
    org.commit().await?;
    Ok(())
}

/// Removes a loaded framework.
///
/// # Errors
/// [`Error::Refused`] while a round uses it, [`Error::NotFound`] when there is none.
pub async fn remove_framework(cx: &OrgCx, id: &str) -> Outcome<()> {
    cx.require(Permission::FrameworkLoad)?;
    let mut org = cx.write().await?;
    if org.framework_loaded_at(id).await?.is_none() {
        return Err(Error::NotFound);
    }
    if !org.remove_framework(id).await? {
        return Err(Error::Refused("framework.remove.used"));
    }
    org.audit(&cx.audit(AuditKind::FrameworkRemoved, id, ""))
        .await?;
    org.commit().await?;
    Ok(())
}
