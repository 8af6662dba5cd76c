//! Listens on this machine, and nowhere else, until it is asked to stop.

use std::future::IntoFuture;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use super::error::Error;
use super::guard::{self, Guard};
use super::session::Session;
use super::{api, assets, pages};

/// Listens on a port of the loopback interface; 0: any that is free.
pub fn bind(port: u16) -> Result<(TcpListener, SocketAddr), Error> {
    let failed = |source| Error::Port { port, source };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Answers until Ctrl-C; what is being answered then is finished first.
pub fn serve(listener: TcpListener, session: Arc<Session>, guard: Arc<Guard>) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Error::Server)?;
    let app = app(session, guard);
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(Error::Server)?;
        let served = axum::serve(listener, app).with_graceful_shutdown(asked_to_stop());
        let insisted = async {
            asked_to_stop().await;
            asked_to_stop().await;
        };
        // Whoever asks twice does not want to wait for what hangs.
        tokio::select! {
            served = served.into_future() => served.map_err(Error::Server),
            () = insisted => Ok(()),
        }
    })
}

/// Bytes of a request: some millions of points of the map.
const LARGEST: usize = 32 << 20;

fn app(session: Arc<Session>, guard: Arc<Guard>) -> Router {
    Router::new()
        .merge(pages::routes())
        .nest("/api", api::routes())
        .nest("/assets", assets::routes())
        .fallback(pages::nowhere)
        .with_state(session)
        .layer(CatchPanicLayer::custom(pages::broken))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(guard, guard::authorize))
        .layer(from_fn(guard::security_headers))
}

async fn asked_to_stop() {
    let interrupted = async {
        // Without a handler there is nothing to wait for but the end.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let ended = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let ended = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = ended => {}
    }
}
