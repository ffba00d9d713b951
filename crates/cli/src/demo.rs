//! The demo: three openly fictitious municipalities, and where to log in.

use crate::config::Config;
use crate::{serve, world};

/// Fills the demo when the data folder is new, prints the logins, and serves.
pub(crate) async fn run(config: &mut Config) -> anyhow::Result<()> {
    if config.data == Config::default().data {
        config.data = "luotsi-demo".into();
    }
    let app = world::open(config, true).await?;
    serve::site(config, app).await
}
