//! Messages of I/O errors: why a file cannot be read or written.

/// The usual reasons of the operating system, in the user's words.
pub fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "文件不存在".to_string(),
        std::io::ErrorKind::PermissionDenied => "没有权限".to_string(),
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => "磁盘已满".to_string(),
        std::io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".to_string(),
        std::io::ErrorKind::IsADirectory | std::io::ErrorKind::NotADirectory | std::io::ErrorKind::AlreadyExists => {
            "同名的文件或文件夹已存在".to_string()
        }
        _ => error.to_string(),
    }
}
