//! Whether this server can do its work: it can when something can be written.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::timeout;

use crate::world::App;

/// How long an answer holds: whoever asks more often writes no more often.
const HOLDS: SignedDuration = SignedDuration::from_secs(2);

/// A server that takes longer to write is of no use to whoever asks.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether every database can be written now.
pub async fn is_ready(app: &App) -> bool {
    // Those who ask at once wait for one answer.
    let mut last = app.ready().lock().await;
    let age = |at: Timestamp| app.now().duration_since(at);
    let held = last.filter(|(at, _)| (SignedDuration::ZERO..HOLDS).contains(&age(*at)));
    if let Some((_, is_ready)) = held {
        return is_ready;
    }
    let is_ready = match timeout(PATIENCE, app.store().prove_write()).await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::warn!(error = ?error, "nothing can be written");
            false
        }
        Err(_late) => {
            tracing::warn!("nothing was written in time");
            false
        }
    };
    *last = Some((app.now(), is_ready));
    is_ready
}
