//! How does a browser reach the record? A server for the pages of [`crate::pages`]: read-only, on this machine alone unless
//! told otherwise.
//!
//! One handler takes every request through the same doors: who asks ([`guard`]), what for ([`Ask`](crate::pages::Ask)), how often at once; then
//! the answer with its headers ([`respond`]). A generation that a run publishes meanwhile is taken up by the next request.

mod asked;
mod files;
mod guard;
mod openapi;
mod options;
#[cfg(feature = "pictures")]
mod pictures;
mod programs;
mod respond;
mod state;

pub use guard::Door;
pub use options::Options;

use crate::error::RunError;
use crate::pages::{Answer, Refusal};
use crate::record::Record;
use axum::Router;
use axum::extract::State;
use axum::http::Request;
use axum::response::Response;
use state::Server;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Answers that are made at once; the next wait their turn. More than there are cores gains nothing.
const AT_ONCE: usize = 16;
/// So long a request waits for its turn before it is told to come again.
const PATIENCE: Duration = Duration::from_secs(10);
/// So long requests going on may take after the server was told to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// Serves until the process is told to stop (SIGINT, SIGTERM). `announce` hears the address once it is open.
///
/// # Errors
/// The address cannot be opened, or the system refuses.
pub fn serve(record: Record, options: Options, announce: impl FnOnce(SocketAddr)) -> Result<(), RunError> {
    let wanted = options.address;
    let refused = |error: std::io::Error| {
        RunError::new(format!("cannot listen on {wanted}"))
            .because(error)
            .hint("is another server there already? take another port: --port 8400, or --port 0 for any free one")
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .max_blocking_threads(AT_ONCE)
        .enable_all()
        .build()
        .map_err(|error| RunError::new("cannot start the server").because(error))?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(wanted).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let server = Arc::new(Server::new(record, options));
        let app = Router::new().fallback(handle).with_state((server, Arc::new(Semaphore::new(AT_ONCE))));
        announce(address);
        let (told, mut hears) = tokio::sync::watch::channel(false);
        let stop = async move {
            stop_signal().await;
            let _ = told.send(true);
        };
        let serving = axum::serve(listener, app).with_graceful_shutdown(stop);
        let farewell = async {
            let _ = hears.wait_for(|told| *told).await;
            tokio::time::sleep(FAREWELL).await;
        };
        tokio::select! {
            ended = async { serving.await } => ended.map_err(|error| RunError::new("the server failed").because(error)),
            () = farewell => Ok(()),
        }
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
    served
}

/// Ends when the process is told to stop.
async fn stop_signal() {
    let interrupt = async {
        // Without a handler nothing can be waited for: the process then stops the hard way.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! { () = interrupt => {}, _ = terminate.recv() => {} },
            Err(_) => interrupt.await,
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}

type Shared = (Arc<Server>, Arc<Semaphore>);

async fn handle(State((server, turns)): State<Shared>, request: Request<axum::body::Body>) -> Response {
    let asked = asked::Asked::of(&request);
    if let Err(refusal) = server.options.door.lets_in(&asked) {
        return respond::refused(&asked, &refusal, &server.around());
    }
    if let Some(answer) = server.options.door.takes_token(&asked) {
        return answer;
    }
    // Style sheet and script wait for nobody.
    if let Some(answer) = respond::asset(&asked) {
        return answer;
    }
    let made = if server.options.mcp && asked.path == asked::PROGRAMS {
        talked(&server, turns, &asked, request).await.map(programs::response)
    } else if asked.reads() {
        let for_answer = asked.clone();
        let answer = in_turn(&server, turns, move |server| server.answer(&for_answer)).await;
        answer.map(|answer| respond::answered(&asked, answer))
    } else {
        Ok(respond::only_reading())
    };
    made.unwrap_or_else(|refusal| respond::refused(&asked, &refusal, &server.around()))
}

/// The answer to a message of the Model Context Protocol.
async fn talked(
    server: &Arc<Server>,
    turns: Arc<Semaphore>,
    asked: &asked::Asked,
    request: Request<axum::body::Body>,
) -> Result<Answer, Refusal> {
    let read = tokio::time::timeout(PATIENCE, programs::message(server, asked, request)).await;
    let message = read.map_err(|_| Refusal::busy("The message did not come to an end."))??;
    in_turn(server, turns, move |server| Ok(programs::answered(server, &message))).await
}

/// Work for one request: so much is done at once, and what breaks in it breaks nothing else.
async fn in_turn(
    server: &Arc<Server>,
    turns: Arc<Semaphore>,
    work: impl FnOnce(&Server) -> Result<Answer, Refusal> + Send + 'static,
) -> Result<Answer, Refusal> {
    let turn = tokio::time::timeout(PATIENCE, turns.acquire_owned()).await;
    let Ok(Ok(turn)) = turn else { return Err(Refusal::busy("Too many pages are being made.")) };
    let worker = Arc::clone(server);
    let made = tokio::task::spawn_blocking(move || {
        let answer = work(&worker);
        drop(turn);
        answer
    });
    let broken = |error| Refusal::from(RunError::internal(format!("a page could not be made: {error}")));
    made.await.unwrap_or_else(|error| Err(broken(error)))
}
