//! The demo: three openly fictitious municipalities, and where to log in.

use app::Error;
use app::demo::{DemoLogin, answering_link, fill, logins};

use crate::config::Config;
use crate::{serve, world};

/// The seed of the survey answers: every demo shows the same figures.
const SEED: u64 = 2026;

/// Fills the demo when the data folder is new, prints the logins, and serves.
pub(crate) async fn run(config: &mut Config) -> anyhow::Result<()> {
    if config.data == Config::default().data {
        config.data = "luotsi-demo".into();
    }
    let app = world::open(config, true).await?;
    let people = match fill(&app, SEED).await {
        Ok(people) => people,
        Err(Error::Refused(_)) => logins(&app),
        Err(other) => return Err(other.into()),
    };
    print(&people, answering_link(&app).as_deref());
    keep(config, &people)?;
    serve::site(config, app).await
}

/// Writes the logins beside the data as well, for programs that try the demo.
fn keep(config: &Config, people: &[DemoLogin]) -> anyhow::Result<()> {
    let rows: Vec<serde_json::Value> = people
        .iter()
        .map(|login| {
            serde_json::json!({
                "role": roles(login).split(',').next().unwrap_or_default().trim(),
                "organisation": login.organisation,
                "email": login.email,
                "password": login.password,
                "url": login.url,
            })
        })
        .collect();
    let path = config.data.join("demo-logins.json");
    std::fs::write(path, serde_json::to_vec_pretty(&rows)?)?;
    Ok(())
}

/// Prints the logins as a table.
fn print(people: &[DemoLogin], answering: Option<&str>) {
    let width = |of: fn(&DemoLogin) -> String| {
        let widths = people.iter().map(|login| of(login).chars().count());
        widths.max().unwrap_or_default()
    };
    let (place, role) = (width(|it| it.organisation.clone()), width(roles));
    let email = width(|it| it.email.clone());
    println!();
    for login in people {
        println!(
            "  {:place$}  {:role$}  {:email$}  {}",
            login.organisation,
            roles(login),
            login.email,
            login.url,
        );
    }
    if let Some(login) = people.first() {
        println!("\n  salasana / lösenord / password: {}", login.password);
    }
    if let Some(link) = answering {
        println!("  kokeile vastaamista / pröva att svara / try answering: {link}");
    }
    println!();
}

fn roles(login: &DemoLogin) -> String {
    if login.roles.is_empty() {
        return "operator".to_owned();
    }
    let codes: Vec<&str> = login.roles.iter().map(|role| role.code()).collect();
    codes.join(", ")
}
