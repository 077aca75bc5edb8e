package atomicfile

// Lock does nothing: in a browser, one program at a time has the files.
func Lock(string) (unlock func() error, err error) { return func() error { return nil }, nil }
