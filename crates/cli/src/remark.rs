//! What of the settings leaves something unprotected, said at the start of the server and by `doctor`.

use std::net::SocketAddr;

use crate::config::{Config, Postgres};

/// Everything there is to say, in sentences.
pub(crate) fn remarks(config: &Config, is_demo: bool) -> Vec<String> {
    let mut found = Vec::new();
    let is_local = config
        .listen
        .parse()
        .is_ok_and(|listen: SocketAddr| listen.ip().is_loopback());
    let base = config.base_url();
    let is_ones_own = is_local && config.base_url.is_none();
    if !is_ones_own && !base.starts_with("https://") {
        found.push(format!(
            "the address people use is {base}, without TLS: cookies are not marked secure and browsers \
             are not told to stay with TLS. Set `base_url` to the https address of the proxy"
        ));
    }
    if is_demo && !is_local {
        found.push(
            "the demo listens to other machines with a password that everybody knows: put nothing of \
             your own into it"
                .to_owned(),
        );
    }
    if let Some(postgres) = &config.postgres {
        found.extend(unproven(postgres));
    }
    found
}

/// The databases whose server is not proven to be the one that is meant.
fn unproven(postgres: &Postgres) -> Vec<String> {
    let all = [
        ("main", &postgres.main),
        ("roll", &postgres.roll),
        ("ballots", &postgres.ballots),
    ];
    let open = all.into_iter().filter(|(_, address)| {
        !is_on_this_machine(address) && !address.contains("sslmode=verify-full")
    });
    open.map(|(name, _)| {
        format!(
            "the connection to the database `{name}` may go without TLS or to another server: add \
             `?sslmode=verify-full` (and `sslrootcert=` where the certificate is your own) to its address"
        )
    })
    .collect()
}

/// Whether an address of a database names this machine or a socket on it.
fn is_on_this_machine(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let place = rest.split(['/', '?']).next().unwrap_or_default();
    let host = place.rsplit_once('@').map_or(place, |(_, host)| host);
    let is_socket = address.contains("host=/") || host.is_empty() || host.starts_with("%2F");
    is_socket
        || ["localhost", "127.0.0.1", "[::1]"]
            .iter()
            .any(|name| host == *name || host.starts_with(&format!("{name}:")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postgres(address: &str) -> Config {
        let address = address.to_owned();
        Config {
            postgres: Some(Postgres {
                main: address.clone(),
                roll: address.clone(),
                ballots: address,
            }),
            ..Config::default()
        }
    }

    #[test]
    fn on_ones_own_machine_there_is_nothing_to_say() {
        assert!(remarks(&Config::default(), true).is_empty());
        for address in [
            "postgres://luotsi@localhost:5432/main",
            "postgres://luotsi:a@127.0.0.1/main",
            "postgres:///main?host=/run/postgresql",
            "postgres://luotsi:p@db.example.fi/main?sslmode=verify-full",
        ] {
            assert!(remarks(&postgres(address), false).is_empty(), "{address}");
        }
    }

    #[test]
    fn what_goes_over_the_network_unprotected_is_said() {
        for address in [
            "postgres://luotsi:a@db.example.fi:5432/main",
            "postgres://localhost:a@db.example.fi/main?sslmode=require",
        ] {
            assert_eq!(remarks(&postgres(address), false).len(), 3, "{address}");
        }
        let open = Config {
            listen: "0.0.0.0:8080".to_owned(),
            ..Config::default()
        };
        assert_eq!(remarks(&open, false).len(), 1);
        assert_eq!(remarks(&open, true).len(), 2);
        let plain = Config {
            base_url: Some("http://luotsi.example.fi".to_owned()),
            ..Config::default()
        };
        assert_eq!(remarks(&plain, false).len(), 1);
        let secure = Config {
            base_url: Some("https://luotsi.example.fi".to_owned()),
            listen: "0.0.0.0:8080".to_owned(),
            ..Config::default()
        };
        assert!(remarks(&secure, false).is_empty());
    }
}
