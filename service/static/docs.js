// Shows the contract that this very service answers by.
SwaggerUIBundle({ url: "/openapi.yaml", dom_id: "#contract", deepLinking: true, validatorUrl: null });
