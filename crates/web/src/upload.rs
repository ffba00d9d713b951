//! Files that a form brings along with its fields.

use app::heavy::{self, Brought, Room};
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;

use crate::error::PageError;
use crate::extract::{Fields, length};
use crate::gate::Sender;
use crate::route::UPLOAD_MOST;

/// An uploaded file with the other fields of its form. It takes room in memory until it is dropped,
/// and is not read before there is room for it.
#[derive(Debug, Default)]
pub(crate) struct Upload {
    /// The file's name as the browser gave it.
    pub(crate) name: String,
    /// The bytes.
    pub(crate) body: Vec<u8>,
    /// The other fields.
    pub(crate) fields: Fields,
    _room: Option<Room>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let sender = Sender::of(&request)?;
        let user = sender.visit.user.as_ref().ok_or(PageError::SignIn)?;
        let most = length(&request, UPLOAD_MOST);
        let room = heavy::room_of(user.id, Brought::File, most).await?;
        let mut parts = Multipart::from_request(request, state)
            .await
            .map_err(|_error| PageError::OtherType)?;
        let mut upload = Self {
            _room: Some(room),
            ..Self::default()
        };
        while let Some(part) = parts.next_field().await.map_err(|error| refused(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            if let Some(file) = part.file_name() {
                upload.name = file.to_owned();
                upload.body = bytes(part).await?;
            } else {
                let text = part.text().await.map_err(|error| refused(&error))?;
                upload.fields.0.push(name, text);
            }
        }
        sender.look_again().await?;
        Ok(upload)
    }
}

/// The bytes of a file, which are in memory once.
async fn bytes(mut part: Field<'_>) -> Result<Vec<u8>, PageError> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|error| refused(&error))? {
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

fn refused(error: &MultipartError) -> PageError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        PageError::TooLarge
    } else {
        PageError::Unreadable
    }
}
