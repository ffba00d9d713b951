//! Frameworks that an organisation has loaded from files.

use domain::framework::Framework;
use jiff::Timestamp;
use sqlx::FromRow;

use crate::OrgStore;
use crate::error::StoreResult;
use crate::row::{moment, must};

/// A loaded framework's facts, without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedFramework {
    /// Id, unique in the organisation.
    pub id: String,
    /// Name.
    pub title: String,
    /// Version as its publisher writes it.
    pub version: String,
    /// How many criteria it has.
    pub criteria: i64,
    /// The file it came from.
    pub file_name: String,
    /// When it was loaded.
    pub created_at: Timestamp,
}

#[derive(FromRow)]
struct FrameworkRow {
    id: String,
    title: String,
    version: String,
    criteria: i64,
    file_name: String,
    created_at: i64,
}

impl OrgStore {
    /// The frameworks the organisation has loaded.
    pub async fn frameworks(&mut self) -> StoreResult<Vec<LoadedFramework>> {
        all!(self.conn, FrameworkRow, "framework/list", self.org.0)?
            .into_iter()
            .map(|row| {
                Ok(LoadedFramework {
                    created_at: moment(row.created_at, "framework")?,
                    id: row.id,
                    title: row.title,
                    version: row.version,
                    criteria: row.criteria,
                    file_name: row.file_name,
                })
            })
            .collect()
    }

    /// A loaded framework with the list (JSON) of what was not understood when it was read.
    pub async fn framework(&mut self, id: &str) -> StoreResult<Option<(Framework, String)>> {
        one!(self.conn, (String, String), "framework/one", self.org.0, id)?
            .map(|(body, listed)| {
                Ok((
                    must(serde_json::from_str(&body).ok(), "framework", "body")?,
                    listed,
                ))
            })
            .transpose()
    }

    /// When the framework of this id was loaded: tells whether a kept copy is still the same.
    pub async fn framework_loaded_at(&mut self, id: &str) -> StoreResult<Option<Timestamp>> {
        one!(self.conn, (i64,), "framework/made", self.org.0, id)?
            .map(|(at,)| moment(at, "framework"))
            .transpose()
    }

    /// Adds a loaded framework.
    ///
    /// # Errors
    /// [`crate::StoreError::Taken`] when the organisation has one with this id.
    pub async fn add_framework(
        &mut self,
        facts: &LoadedFramework,
        framework: &Framework,
        listed: &str,
    ) -> StoreResult<()> {
        let body = must(serde_json::to_string(framework).ok(), "framework", "body")?;
        run!(
            self.conn,
            "framework/insert",
            self.org.0,
            &facts.id,
            &facts.title,
            &facts.version,
            facts.criteria,
            body,
            listed,
            &facts.file_name,
            facts.created_at.as_microsecond(),
        )?;
        Ok(())
    }

    /// Removes a loaded framework; false while a round uses it.
    pub async fn remove_framework(&mut self, id: &str) -> StoreResult<bool> {
        Ok(run!(self.conn, "framework/delete", self.org.0, id)? == 1)
    }
}
