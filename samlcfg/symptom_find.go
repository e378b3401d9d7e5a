package samlcfg

import "strings"

// longestReport bounds how much of a text is searched for a symptom, in bytes.
const longestReport = 2000

// FindSymptom finds the symptom that a text reports: by its name, else by the
// longest phrase that the text has. says gives the phrases of a symptom in the
// person's language, one a line.
func FindSymptom(text string, says func(Symptom) string) (Symptom, bool) {
	text = strings.ToLower(text[:min(len(text), longestReport)])
	var found Symptom
	longest := 0
	for _, symptom := range Symptoms() {
		if strings.TrimSpace(text) == string(symptom) {
			return symptom, true
		}
		for _, phrase := range strings.Split(says(symptom), "\n") {
			if len(phrase) > longest && strings.Contains(text, strings.ToLower(phrase)) {
				found, longest = symptom, len(phrase)
			}
		}
	}
	return found, longest > 0
}
