package setup

// The problems of getting in, and of what one may do there.
const (
	WrongCloud Kind = "wrong-cloud" // the tenant lives in another one; Facts: Cloud, Here
	TaskOpen   Kind = "task-open"   // nobody did what only a person can; Facts: Minutes, Link; Task set
)
