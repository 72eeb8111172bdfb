// The form in SurveyJS, as its documentation has it for pages without a framework: one script, with the form in it.
import { Model } from 'survey-core';
import 'survey-js-ui';
import form from 'form';

globalThis.survey = new Model(form);
survey.render(document.getElementById('survey'));
