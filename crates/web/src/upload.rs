//! Files that a form brings along with its fields.

use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;

use crate::error::PageError;
use crate::extract::Fields;

/// An uploaded file with the other fields of its form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Upload {
    /// The file's name as the browser gave it.
    pub(crate) name: String,
    /// The bytes.
    pub(crate) body: Vec<u8>,
    /// The other fields.
    pub(crate) fields: Fields,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let mut parts = Multipart::from_request(request, state)
            .await
            .map_err(|_error| PageError::Unreadable)?;
        let mut upload = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|error| refused(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            if let Some(file) = part.file_name() {
                upload.name = file.to_owned();
                upload.body = part
                    .bytes()
                    .await
                    .map_err(|error| refused(&error))?
                    .to_vec();
            } else {
                let text = part.text().await.map_err(|error| refused(&error))?;
                upload.fields.0.push(name, text);
            }
        }
        Ok(upload)
    }
}

fn refused(error: &MultipartError) -> PageError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        PageError::TooLarge
    } else {
        PageError::Unreadable
    }
}
