//! The handbook as a municipality has made it its own.

use domain::Locale;
use domain::handbook::{OwnPart, PartKey, Picture, PictureForm, PictureName, Settings};
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

#[derive(FromRow)]
struct PictureRow {
    name: String,
    form: String,
    width: i64,
    height: i64,
    size: i64,
    sum: String,
}

impl PictureRow {
    fn picture(self) -> StoreResult<Picture> {
        let table = "handbook_picture";
        Ok(Picture {
            name: must(self.name.parse().ok(), table, "name")?,
            form: must(PictureForm::from_code(&self.form), table, "form")?,
            width: must(u32::try_from(self.width).ok(), table, "width")?,
            height: must(u32::try_from(self.height).ok(), table, "height")?,
            size: must(u64::try_from(self.size).ok(), table, "size")?,
            sum: self.sum,
        })
    }
}

#[derive(FromRow)]
struct FileRow {
    body: Vec<u8>,
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

    /// Writes a part for the first time (revision 0) or again.
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

    /// Every picture, without its bytes, by name.
    pub async fn handbook_pictures(&mut self) -> StoreResult<Vec<Picture>> {
        all!(self.conn, PictureRow, "handbook/pictures", self.org.0)?
            .into_iter()
            .map(PictureRow::picture)
            .collect()
    }

    /// The bytes of a picture; nothing when there is none of this name with this sum.
    pub async fn handbook_picture_body(
        &mut self,
        name: &PictureName,
        sum: &str,
    ) -> StoreResult<Option<Vec<u8>>> {
        let found = one!(
            self.conn,
            FileRow,
            "handbook/picture_body",
            self.org.0,
            name.as_str(),
            sum
        )?;
        Ok(found.map(|row| row.body))
    }

    /// Keeps a picture.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when there is another of this name.
    pub async fn add_handbook_picture(
        &mut self,
        picture: &Picture,
        body: &[u8],
        stamp: Stamp,
    ) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "handbook/add_picture",
            self.org.0,
            picture.name.as_str(),
            picture.form.code(),
            i64::from(picture.width),
            i64::from(picture.height),
            must(i64::try_from(picture.size).ok(), "handbook_picture", "size")?,
            &picture.sum,
            body,
            stamp.at.as_microsecond(),
            stamp.by.0,
        )?)
    }

    /// Removes a picture.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when there is none of this name.
    pub async fn remove_handbook_picture(&mut self, name: &PictureName) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "handbook/remove_picture",
            self.org.0,
            name.as_str()
        )?)
    }
}
