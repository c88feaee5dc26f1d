package rendering

import "syscall"

// limitData has the system refuse more memory than the bytes. An error leaves it to what Bound looks at.
func limitData(bytes int64) {
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: uint64(bytes), Max: uint64(bytes)})
}
