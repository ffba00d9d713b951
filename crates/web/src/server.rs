//! Puts the routes together and wraps them in what every answer needs.

use std::time::Duration;

use app::address;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::FEATURES;
use crate::connection::{self, Bounds};
use crate::features::frame;
use crate::kit::asset;
use crate::link::ASSET;
use crate::route::{Route, Routes};
use crate::web::Web;
use crate::{error, page};

/// No request may hold a connection longer; long work runs as a job.
const TIMEOUT: Duration = Duration::from_mins(1);

/// The whole site, with the table of its routes.
pub fn router(web: Web) -> (Router, Vec<Route>) {
    let is_secure = web.is_secure;
    let routes = FEATURES
        .iter()
        .fold(Routes::new(web.clone(), frame()), |routes, feature| {
            (feature.routes)(routes)
        });
    let (router, table) = routes.finish();
    let pages = router.fallback(|| async { error::PageError::NotFound });
    let site = dressed(pages, TIMEOUT)
        .route(ASSET.rule().pattern, get(serve_asset))
        .route("/favicon.ico", get(favicon))
        .route("/robots.txt", get(robots))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .with_state(web)
        .layer(SetResponseHeaderLayer::overriding(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(CompressionLayer::new());
    (
        if is_secure {
            site.layer(SetResponseHeaderLayer::overriding(
                header::STRICT_TRANSPORT_SECURITY,
                HeaderValue::from_static("max-age=31536000"),
            ))
        } else {
            site
        },
        table,
    )
}

/// Around every page: what goes wrong inside, a panic and a request that takes too long included, is
/// drawn as an error page and carries the headers of every page.
fn dressed<S: Clone + Send + Sync + 'static>(pages: Router<S>, most: Duration) -> Router<S> {
    pages
        .layer(CatchPanicLayer::custom(|_panic| {
            error::PageError::Internal.into_response()
        }))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            most,
        ))
        .layer(from_fn(error::render))
        .layer(from_fn(page::protect))
}

/// Serves until told to stop, within bounds, and lets requests under way finish.
pub async fn serve(
    listener: TcpListener,
    web: Web,
    bounds: Bounds,
    stop: impl Future<Output = ()> + Send,
) {
    let secret = web.app.random();
    let (site, _table) = router(web);
    connection::serve(listener, site, (bounds, secret), stop).await;
}

/// `GET /favicon.ico`: asked for by browsers on pages that name no icon, such as the answering form.
async fn favicon() -> Response {
    serve_asset(Path("favicon.svg".to_owned())).await
}

/// `GET /robots.txt`: search engines may read what anybody may, and no link that is meant for one.
async fn robots() -> Response {
    let kept: Vec<&str> = [address::SURVEY, address::INVITATION, address::RECOVERY]
        .iter()
        .filter_map(|one| one.pattern().split('{').next())
        .collect();
    let lines = kept.iter().map(|path| format!("Disallow: {path}\n"));
    let text = format!("User-agent: *\n{}", lines.collect::<String>());
    text.into_response()
}

/// `GET /readyz`: 200 when every database can be written.
async fn ready(State(web): State<Web>) -> Response {
    if app::ready::is_ready(&web.app).await {
        "ready".into_response()
    } else {
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    }
}

/// `GET /assets/{name}`: files of the binary, kept by browsers for a year because their address
/// changes with their content.
async fn serve_asset(Path(name): Path<String>) -> Response {
    let Some(found) = asset::find(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(found.content_type),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, found.body).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use tower::ServiceExt;

    use super::*;

    async fn broken() -> &'static str {
        panic!("a defect")
    }

    async fn stuck() -> &'static str {
        std::future::pending().await
    }

    #[tokio::test]
    async fn a_panic_and_a_request_without_end_are_pages_with_the_headers_of_every_page() {
        let pages = Router::new()
            .route("/broken", get(broken))
            .route("/stuck", get(stuck));
        let site = dressed(pages, Duration::from_millis(20));
        for (path, status) in [
            ("/broken", StatusCode::INTERNAL_SERVER_ERROR),
            ("/stuck", StatusCode::SERVICE_UNAVAILABLE),
        ] {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let answer = site.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), status, "{path}");
            assert!(
                answer
                    .headers()
                    .contains_key(header::CONTENT_SECURITY_POLICY)
            );
            let page = to_bytes(answer.into_body(), 100_000).await.unwrap();
            assert!(page.starts_with(b"<!"), "{path} is a page");
        }
    }
}
