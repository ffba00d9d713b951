//! The handbook as a municipality has made it its own.

use domain::Locale;
use domain::handbook::{OwnPart, PartKey, Settings};
use sqlx::FromRow;

use crate::OrgStore;
use crate::assessment::Stamp;
use crate::error::StoreResult;
use crate::row::{exactly_one, must};

#[derive(FromRow)]
struct BodyRow {
    body: String,
    revision: i64,
}

impl BodyRow {
    fn part(self) -> StoreResult<OwnPart> {
        let body: Option<OwnPart> = serde_json::from_str(&self.body).ok();
        Ok(OwnPart {
            revision: self.revision,
            ..must(body, "handbook_part", "body")?
        })
    }
}

impl OrgStore {
    /// What holds for the whole handbook; the defaults while nothing was chosen.
    pub async fn handbook_settings(&mut self) -> StoreResult<Settings> {
        let Some(row) = one!(self.conn, BodyRow, "handbook/settings", self.org.0)? else {
            return Ok(Settings::default());
        };
        let body: Option<Settings> = serde_json::from_str(&row.body).ok();
        Ok(Settings {
            revision: row.revision,
            ..must(body, "handbook", "body")?
        })
    }

    /// Changes what holds for the whole handbook.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile.
    pub async fn save_handbook_settings(
        &mut self,
        changed: &Settings,
        stamp: Stamp,
    ) -> StoreResult<()> {
        let body = must(serde_json::to_string(changed).ok(), "handbook", "body")?;
        exactly_one(run!(
            self.conn,
            "handbook/save_settings",
            self.org.0,
            body,
            stamp.at.as_microsecond(),
            stamp.by.0,
            changed.revision,
        )?)
    }

    /// Every part in the municipality's own words.
    pub async fn handbook_parts(&mut self) -> StoreResult<Vec<OwnPart>> {
        all!(self.conn, BodyRow, "handbook/parts", self.org.0)?
            .into_iter()
            .map(BodyRow::part)
            .collect()
    }

    /// One of them in one language; nothing while the shipped words hold.
    pub async fn handbook_part(
        &mut self,
        key: &PartKey,
        locale: Locale,
    ) -> StoreResult<Option<OwnPart>> {
        one!(
            self.conn,
            BodyRow,
            "handbook/part",
            self.org.0,
            key.to_string(),
            locale.code()
        )?
        .map(BodyRow::part)
        .transpose()
    }

    /// Writes a part for the first time (revision 0) or anew.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile.
    pub async fn save_handbook_part(&mut self, part: &OwnPart, stamp: Stamp) -> StoreResult<()> {
        let body = must(serde_json::to_string(part).ok(), "handbook_part", "body")?;
        exactly_one(run!(
            self.conn,
            "handbook/save_part",
            self.org.0,
            part.key.to_string(),
            part.locale.code(),
            body,
            stamp.at.as_microsecond(),
            stamp.by.0,
            part.revision,
        )?)
    }

    /// Removes a part in the municipality's own words.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile, or there is none.
    pub async fn remove_handbook_part(
        &mut self,
        key: &PartKey,
        locale: Locale,
        revision: i64,
    ) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "handbook/remove_part",
            self.org.0,
            key.to_string(),
            locale.code(),
            revision,
        )?)
    }
}
