//! The address to listen on: a host and a port, or the path of a Unix socket.

use super::{ServeError, listener::Listener};
use std::io::{Error, ErrorKind};
use tokio::net::TcpListener;

const DEFAULT_HOST: &str = "127.0.0.1";
const DEFAULT_PORT: u16 = 3000;
/// The start of a host that is the path of a Unix socket, as nginx writes it.
const UNIX: &str = "unix:";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    host: String,
    port: u16,
}

impl Default for Address {
    fn default() -> Self {
        Self {
            host: DEFAULT_HOST.to_owned(),
            port: DEFAULT_PORT,
        }
    }
}

impl Address {
    /// Creates an address from `HOST` and `PORT`. An empty variable counts as absent.
    pub(super) fn new(host: Option<&str>, port: Option<&str>) -> Result<Self, ServeError> {
        let host = host.map(str::trim).filter(|host| !host.is_empty());
        let port = match port.map(str::trim) {
            None | Some("") => DEFAULT_PORT,
            Some(text) => text.parse().map_err(|_| {
                let message = format!(
                    "PORT={text} is not a port: expected a number from 0 to 65535, such as \
                     PORT={DEFAULT_PORT}"
                );
                ServeError::new(ErrorKind::InvalidInput, message)
            })?,
        };
        Ok(Self {
            host: host.unwrap_or(DEFAULT_HOST).to_owned(),
            port,
        })
    }

    pub(super) fn with_host(self, host: &str) -> Self {
        let host = host.trim().to_owned();
        Self { host, ..self }
    }

    pub(super) fn with_port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    pub(super) async fn listen(&self) -> Result<Listener, ServeError> {
        if let Some(path) = self.host.strip_prefix(UNIX) {
            return unix::listen(path.as_ref()).await;
        }
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        let resolved = tokio::net::lookup_host((host, self.port)).await;
        let addresses: Vec<_> = resolved.map_err(|error| self.unresolved(&error))?.collect();
        let listener = TcpListener::bind(&*addresses).await;
        listener
            .map(Listener::Tcp)
            .map_err(|error| self.refused(&error))
    }

    fn unresolved(&self, error: &Error) -> ServeError {
        let host = &self.host;
        let message = format!(
            "HOST={host} is not an address and cannot be resolved ({error}): set HOST=127.0.0.1 for \
             this machine only, or HOST=0.0.0.0 for every interface"
        );
        ServeError::new(ErrorKind::InvalidInput, message)
    }

    fn refused(&self, error: &Error) -> ServeError {
        let Self { host, port } = self;
        let other = port.checked_add(1).unwrap_or(DEFAULT_PORT);
        let reason = match error.kind() {
            ErrorKind::AddrInUse => format!(
                "the address is in use: stop the other program, or choose another port, such as \
                 PORT={other}"
            ),
            ErrorKind::PermissionDenied => format!(
                "permission denied: choose a port above 1023, such as \
                 PORT={DEFAULT_PORT}"
            ),
            ErrorKind::AddrNotAvailable => String::from(
                "no interface has this address: set HOST=127.0.0.1 for this machine only, or HOST=0.0.0.0 \
                 for every interface",
            ),
            _ => error.to_string(),
        };
        let address = if host.contains(':') && !host.starts_with('[') {
            format!("[{host}]:{port}")
        } else {
            format!("{host}:{port}")
        };
        ServeError::new(
            error.kind(),
            format!("cannot listen on {address}: {reason}"),
        )
    }
}

#[cfg(unix)]
mod unix {
    use super::super::{
        ServeError,
        listener::{Listener, SocketFile},
    };
    use std::{
        io::{Error, ErrorKind},
        path::Path,
    };
    use tokio::net::{UnixListener, UnixStream};

    /// Listens on the path. A file that a killed server left behind is replaced.
    pub(super) async fn listen(path: &Path) -> Result<Listener, ServeError> {
        // The system would choose a name for an empty path.
        if path.as_os_str().is_empty() {
            let message = "HOST=unix: has no path: expected one, such as HOST=unix:/run/app.sock";
            return Err(ServeError::new(ErrorKind::InvalidInput, message));
        }
        let mut bound = UnixListener::bind(path);
        if is_in_use(&bound) && is_abandoned(path).await {
            bound = std::fs::remove_file(path).and_then(|()| UnixListener::bind(path));
        }
        match bound {
            Ok(listener) => Ok(Listener::Unix {
                _file: Some(SocketFile::new(path)),
                listener,
            }),
            Err(error) => Err(refused(path, &error)),
        }
    }

    fn is_in_use(bound: &Result<UnixListener, Error>) -> bool {
        matches!(bound, Err(error) if error.kind() == ErrorKind::AddrInUse)
    }

    /// Returns `true` for the file of a socket that no process listens on. Connecting to any other file is refused as well.
    async fn is_abandoned(path: &Path) -> bool {
        use std::os::unix::fs::FileTypeExt;

        let is_socket = std::fs::symlink_metadata(path).is_ok_and(|it| it.file_type().is_socket());
        let connected = UnixStream::connect(path).await;
        is_socket && matches!(connected, Err(error) if error.kind() == ErrorKind::ConnectionRefused)
    }

    fn refused(path: &Path, error: &Error) -> ServeError {
        let reason = match error.kind() {
            ErrorKind::AddrInUse => {
                String::from("the file exists: stop the other program, or choose another path")
            }
            ErrorKind::NotFound => String::from("its folder does not exist: create it"),
            _ => error.to_string(),
        };
        let message = format!("cannot listen on unix:{}: {reason}", path.display());
        ServeError::new(error.kind(), message)
    }
}

#[cfg(not(unix))]
mod unix {
    use super::super::{ServeError, listener::Listener};
    use std::{io::ErrorKind, path::Path};

    pub(super) async fn listen(path: &Path) -> Result<Listener, ServeError> {
        let message = format!(
            "cannot listen on unix:{}: this system has no Unix sockets",
            path.display()
        );
        Err(ServeError::new(ErrorKind::Unsupported, message))
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, ServeError};
    use std::io::ErrorKind;

    fn address(host: &str, port: &str) -> Result<Address, ServeError> {
        Address::new(Some(host), Some(port))
    }

    #[test]
    fn the_address_comes_from_two_variables() {
        let cases = [
            (None, None, "127.0.0.1", 3000),
            (Some("0.0.0.0"), Some("80"), "0.0.0.0", 80),
            (Some("::"), Some("0"), "::", 0),
            (Some(""), Some(""), "127.0.0.1", 3000),
            (Some(" localhost "), Some(" 8080\n"), "localhost", 8080),
        ];
        for (host, port, expected_host, expected_port) in cases {
            let address = Address::new(host, port).unwrap();
            assert_eq!(
                (&*address.host, address.port),
                (expected_host, expected_port)
            );
        }
    }

    #[test]
    fn an_invalid_port_is_reported() {
        for port in ["80a", "-1", "65536", "3000/tcp"] {
            let error = address("127.0.0.1", port).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
            let expected = format!(
                "PORT={port} is not a port: expected a number from 0 to 65535, such as PORT=3000"
            );
            assert_eq!(error.to_string(), expected);
        }
    }

    #[tokio::test]
    async fn the_error_of_a_used_port_has_address_reason_and_solution() {
        let first = address("127.0.0.1", "0").unwrap().listen().await.unwrap();
        let port = first.address().unwrap().as_tcp().unwrap().port();
        let second = address("127.0.0.1", &port.to_string()).unwrap();
        let error = second.listen().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AddrInUse);
        let other = port.checked_add(1).unwrap_or(3000);
        let expected = format!(
            "cannot listen on 127.0.0.1:{port}: the address is in use: stop the other program, or \
             choose another port, such as PORT={other}"
        );
        assert_eq!(error.to_string(), expected);
    }

    #[tokio::test]
    async fn a_remote_or_unknown_host_is_reported() {
        // TEST-NET-1 of RFC 5737 belongs to no machine.
        let error = address("192.0.2.1", "0")
            .unwrap()
            .listen()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AddrNotAvailable);
        assert!(
            error
                .to_string()
                .starts_with("cannot listen on 192.0.2.1:0: no interface has this address")
        );

        let error = address("no such host", "0")
            .unwrap()
            .listen()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(
            error
                .to_string()
                .starts_with("HOST=no such host is not an address")
        );
    }
}
